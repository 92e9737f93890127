"""Answers of the front door that the line to Telegram swallows."""

import asyncio
from collections import deque
from itertools import pairwise

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.delivery.errors import never_left
from bot.domain.job import Address, JobState
from bot.handlers.insisting import FOR_A_PRESS, FOR_WORDS, Insistence
from providers.http.wire import NeverLeft
from tests.fakes.clock import FakeClock
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    BORIS,
    GROUP,
    Raw,
    message,
    person,
    press,
    update,
)

DOUBT = TimedOut("nobody tells")
SENT = {
    "message_id": 9,
    "date": 0,
    "chat": {"id": 1001, "type": "private"},
    "text": "…",
}


def refused_connection() -> NetworkError:
    """What the wire says when nothing listens there."""
    error = NetworkError("not sent")
    error.__cause__ = NeverLeft("connection refused")
    return error


class Caller:
    """Makes one call after the other fail as told, then succeeds; remembers when each was made."""

    def __init__(self, clock: FakeClock, *errors: Exception) -> None:
        self._clock = clock
        self._errors = deque(errors)
        self.at: list[float] = []

    async def __call__(self) -> str:
        """One call."""
        self.at.append(self._clock.monotonic())
        if self._errors:
            raise self._errors.popleft()
        return "sent"


async def made(caller: Caller, clock: FakeClock) -> object:
    """The outcome of insisting: an answer, or the error that was raised."""
    insisting = asyncio.create_task(Insistence(clock, never_left).on(caller))
    await clock.advance(120)
    (outcome,) = await asyncio.gather(insisting, return_exceptions=True)
    return outcome


async def handled(front: Front, raw: Raw) -> None:
    """Let an update be dealt with, however long that takes."""
    handling = asyncio.create_task(front.receive(raw))
    while not handling.done():
        await front.clock.advance(1)
    await handling


async def test_what_never_left_is_made_again_with_growing_pauses() -> None:
    """As often as there are pauses, each longer than the one before."""
    clock = FakeClock()
    errors = [refused_connection() for _ in FOR_WORDS.pauses]
    caller = Caller(clock, *errors)

    assert await made(caller, clock) == "sent"
    gaps = tuple(later - sooner for sooner, later in pairwise(caller.at))
    assert gaps == FOR_WORDS.pauses == tuple(sorted(FOR_WORDS.pauses))


async def test_a_line_that_stays_dead_is_given_up() -> None:
    """The last pause over, the error goes to whoever asked."""
    clock = FakeClock()
    errors = [refused_connection() for _ in range(9)]
    caller = Caller(clock, *errors)

    assert isinstance(await made(caller, clock), NetworkError)
    assert len(caller.at) == 1 + len(FOR_WORDS.pauses)


@pytest.mark.parametrize(
    "errors, calls",
    [
        ((DOUBT,), 2),
        ((DOUBT, DOUBT), 2),
        ((NetworkError("Bad Gateway"), refused_connection()), 3),
        ((refused_connection(), DOUBT, refused_connection(), DOUBT), 4),
    ],
)
async def test_what_may_have_arrived_is_made_again_once(
    errors: tuple[Exception, ...], calls: int
) -> None:
    """However the failures are mixed: nobody ever sees more than two of one text."""
    clock = FakeClock()
    caller = Caller(clock, *errors)
    await made(caller, clock)

    assert len(caller.at) == calls


@pytest.mark.parametrize(
    "refusal", [BadRequest("no"), Forbidden("blocked"), RetryAfter(3)]
)
async def test_a_refusal_is_an_answer(refusal: Exception) -> None:
    """Telegram said no: asking again would bring the same."""
    clock = FakeClock()
    caller = Caller(clock, refusal)

    assert await made(caller, clock) is refusal
    assert len(caller.at) == 1


async def test_a_press_that_died_meanwhile_is_not_answered() -> None:
    """The first call took as long as a query lives: a second one could only be refused."""
    clock = FakeClock()
    calls: list[float] = []

    async def call() -> None:
        calls.append(clock.monotonic())
        await clock.sleep(FOR_A_PRESS.ends)
        raise DOUBT

    insisting = asyncio.create_task(Insistence(clock, never_left).on(call, FOR_A_PRESS))
    await clock.advance(60)
    with pytest.raises(TimedOut):
        await insisting
    assert len(calls) == 1


@pytest.mark.parametrize("words", ["/quota", "/help", "/settings", "/jobs", "hello"])
async def test_every_answer_survives_a_short_cut(front: Front, words: str) -> None:
    """Nothing listens for two calls: the third brings the answer, and the update is dealt with."""
    failures = (refused_connection(), refused_connection())
    front.request.answers["sendMessage"] = deque([*failures, SENT])
    asked = update(message(words))
    await handled(front, asked)

    assert len(front.said) == 3
    assert len(set(front.said)) == 1
    assert front.is_handled(asked)


async def test_a_refusal_survives_a_lost_answer(front: Front) -> None:
    """`/edit` without a picture, and Telegram's answer is lost: said once more, not thrice."""
    front.request.answers["sendMessage"] = deque([DOUBT, DOUBT, SENT])
    await handled(front, update(message("/edit make it blue")))

    assert len(front.said) == 2


async def test_a_toast_is_given_again(front: Front) -> None:
    """To answer a press twice does no harm; to leave it unanswered looks broken."""
    front.desk.jobs["job1"] = job()
    front.request.answers["answerCallbackQuery"] = deque([refused_connection(), True])
    await handled(front, press("s:job1:1"))

    assert len(front.toasts) == 2


async def test_a_cancel_does_not_wait_for_its_toast(front: Front) -> None:
    """The way to Telegram is down: the job is called off before the first try to say so ends."""
    front.desk.jobs["job1"] = job(state=JobState.RUNNING)
    front.request.answers["answerCallbackQuery"] = refused_connection()
    pressing = asyncio.create_task(front.receive(press("c:job1:0")))
    await front.clock.advance(0)

    assert front.desk.cancelled == [("job1", 1001, False)]
    await front.clock.advance(60)
    await pressing


async def test_an_admin_is_known_though_the_first_question_is_lost(
    front: Front,
) -> None:
    """Telegram is asked once more who the presser is, instead of turning an admin away."""
    front.desk.jobs["job1"] = job(
        state=JobState.RUNNING, address=Address(chat_id=GROUP)
    )
    owner = {"status": "creator", "user": person(BORIS), "is_anonymous": False}
    front.request.answers["getChatMember"] = deque([DOUBT, owner])
    await handled(front, press("c:job1:0", user_id=BORIS, chat=GROUP))

    assert front.desk.cancelled == [("job1", BORIS, True)]


async def test_a_repeat_does_not_bring_back_an_older_page(front: Front) -> None:
    """A page's edit is lost; the next press turns on, and the repeat of the first stays away."""
    front.request.answers["editMessageText"] = deque([refused_connection(), True, True])
    opened, other = press("set:la"), press("set:n")
    other["callback_query"]["message"] = opened["callback_query"]["message"]
    first = asyncio.create_task(front.receive(opened))
    await front.clock.advance(0)
    await front.receive(other)
    await front.clock.advance(60)
    await first

    edits = front.request.of("editMessageText")
    assert len(edits) == 2
    assert edits[0]["text"] != edits[1]["text"]
