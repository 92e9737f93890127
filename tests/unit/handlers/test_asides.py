"""What concerns one person in a group: for their eyes alone, or soon gone."""

import asyncio
from collections import deque
from typing import Any

import pytest
from telegram.error import BadRequest, TimedOut
from typing_extensions import override

from bot.domain.errors import Refused
from bot.domain.job import Address, JobState
from tests.fakes.clock import settle
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.recording import RecordingRequest
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    Raw,
    message,
    person,
    press,
    update,
)

EPHEMERAL = "ephemeral_message_parameters"
NOT_ADMIN = BadRequest("BOT_NOT_ADMIN")
CHAT = {"id": GROUP, "type": "supergroup"}
WHISPERED = {
    "message_id": 0,
    "ephemeral_message_id": 5,
    "date": 0,
    "chat": CHAT,
    "text": "…",
    "receiver_user": person(),
}
POSTED = {"message_id": 77, "date": 0, "chat": CHAT, "text": "…"}


def answering(front: Front, *answers: Any) -> None:
    """Let Telegram answer the next messages so."""
    front.request.answers["sendMessage"] = deque(answers)


def asked(words: str = "/gen fox --nope 1", **more: Any) -> Raw:
    """An order in the group that cannot be taken."""
    return update(message(words, chat=GROUP, **more))


async def test_a_refusal_is_for_the_askers_eyes(front: Front) -> None:
    """One ephemeral message in answer to the order; nothing is left to delete."""
    answering(front, WHISPERED)
    order = asked()
    await front.receive(order)

    (call,) = front.request.of("sendMessage")
    assert call[EPHEMERAL] == {"receiver_user_id": ANNA}
    assert call["reply_parameters"]["message_id"] == order["message"]["message_id"]
    assert front.sweeper.swept == []


async def test_a_server_that_knows_no_better_shows_it_to_all(front: Front) -> None:
    """No ephemeral id in the answer: everybody sees the message, and it is swept."""
    answering(front, POSTED)
    await front.receive(asked())

    assert len(front.said) == 1
    assert front.sweeper.swept == [(GROUP, 77)]


async def test_a_bot_without_rights_answers_in_public_and_remembers(
    front: Front,
) -> None:
    """Refused once, it does not ask again for ten minutes; then it may have become an admin."""
    answering(front, NOT_ADMIN, POSTED, POSTED, WHISPERED)
    await front.receive(asked(), asked())
    await front.clock.advance(601)
    await front.receive(asked())

    tries = [EPHEMERAL in call for call in front.request.of("sendMessage")]
    assert tries == [True, False, False, True]
    assert front.sweeper.swept == [(GROUP, 77)] * 2


class SlowRequest(RecordingRequest):
    """Answers after others had their turn."""

    @override
    async def do_request(self, *args: Any, **more: Any) -> tuple[int, bytes]:
        await settle(5)
        return await super().do_request(*args, **more)


async def test_a_crowds_asides_do_not_all_find_out_for_themselves() -> None:
    """Five refusals at once in a group where the bot has no rights: one call in vain, not five."""
    front = Front(request=SlowRequest())
    answering(front, NOT_ADMIN, *[POSTED] * 5)
    orders = [asked() for _ in range(5)]
    for user_id, order in enumerate(orders, start=1):
        order["message"]["from"] = person(user_id)
    for order in orders:
        await front.updates.receive([(order["update_id"], "{}")], front.clock.now())
    await asyncio.gather(*(front.router.handle(front.parse(order)) for order in orders))

    tries = [EPHEMERAL in call for call in front.request.of("sendMessage")]
    assert sorted(tries) == [False] * 5 + [True]


async def test_a_refused_link_is_left_out(front: Front) -> None:
    """What may not answer that message is said to its writer all the same, alone, and next time too."""
    answering(front, BadRequest("MESSAGE_NOT_COMMAND"), WHISPERED, WHISPERED)
    await front.receive(asked(), asked())

    calls = front.request.of("sendMessage")
    assert [EPHEMERAL in call for call in calls] == [True] * 3
    assert ["reply_parameters" in call for call in calls] == [True, False, True]
    assert front.sweeper.swept == []


async def test_a_press_gives_leave_to_answer_alone(front: Front) -> None:
    """The query is named, also where plain answers were refused."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP))
    front.desk.refusals.append(Refused(code="picture_gone"))
    answering(front, NOT_ADMIN, POSTED, WHISPERED)
    pressed = press("o:job1:0", user_id=BORIS, chat=GROUP)
    await front.receive(asked(), pressed)

    query_id = pressed["callback_query"]["id"]
    assert front.request.of("sendMessage")[-1][EPHEMERAL] == {
        "receiver_user_id": BORIS,
        "callback_query_id": query_id,
    }
    assert len(front.sweeper.swept) == 1


async def test_an_old_press_says_nothing_about_the_next(front: Front) -> None:
    """A query that became too old is answered in public; the chat is asked again after that."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP))
    front.desk.refusals.append(Refused(code="picture_gone"))
    answering(front, BadRequest("query is too old"), POSTED, WHISPERED)
    await front.receive(press("o:job1:0", chat=GROUP), asked())

    tries = [EPHEMERAL in call for call in front.request.of("sendMessage")]
    assert tries == [True, False, True]


async def test_what_may_have_arrived_is_said_again_to_the_same_eyes(
    front: Front,
) -> None:
    """An answer of Telegram's that is lost, twice: nothing is repeated in public."""
    answering(front, TimedOut(), TimedOut())
    handling = asyncio.create_task(front.receive(asked()))
    await front.clock.advance(30)
    await handling

    assert [EPHEMERAL in call for call in front.request.of("sendMessage")] == [True] * 2
    assert front.sweeper.swept == []


@pytest.mark.parametrize("speaker_id", [GROUP, -100999])
async def test_nobody_in_person_is_answered_in_public(
    front: Front, speaker_id: int
) -> None:
    """An anonymous admin, or somebody who speaks as a channel: a reply that is soon gone."""
    answering(front, POSTED)
    speaker = {
        "id": speaker_id,
        "type": "supergroup" if speaker_id == GROUP else "channel",
    }
    await front.receive(asked(sender_chat=speaker))

    (call,) = front.request.of("sendMessage")
    assert EPHEMERAL not in call
    assert front.sweeper.swept == [(GROUP, 77)]


@pytest.mark.parametrize("words", ["/quota", "/jobs", "/cancel", "/nonsense@WrightBot"])
async def test_what_is_personal_is_told_alone(front: Front, words: str) -> None:
    """Quota, lists and hints in a group are for who asked."""
    front.desk.jobs["job1"] = job(state=JobState.QUEUED, address=Address(chat_id=GROUP))
    answering(front, WHISPERED)
    await front.receive(asked(words))

    (call,) = front.request.of("sendMessage")
    assert call[EPHEMERAL] == {"receiver_user_id": ANNA}


@pytest.mark.parametrize("words", ["/help", "/settings"])
async def test_what_is_everybodys_stays(front: Front, words: str) -> None:
    """Help and the group's settings are said aloud."""
    await front.receive(asked(words))

    (call,) = front.request.of("sendMessage")
    assert EPHEMERAL not in call
    assert front.sweeper.swept == []


async def test_private_chats_are_as_ever(front: Front) -> None:
    """Nobody else is there: an ordinary answer, which stays."""
    await front.receive(update(message("/gen fox --nope 1")), update(message("/quota")))

    calls = front.request.of("sendMessage")
    assert len(calls) == 2
    assert all(EPHEMERAL not in call for call in calls)
    assert front.sweeper.swept == []


async def test_an_ephemeral_command_is_answered_by_its_own_number(front: Front) -> None:
    """It has no ordinary number to reply to; its own gives any bot leave to answer alone."""
    answering(front, WHISPERED)
    await front.receive(asked("/quota", message_id=0, ephemeral_message_id=9))

    (call,) = front.request.of("sendMessage")
    assert call[EPHEMERAL] == {"receiver_user_id": ANNA}
    assert call["reply_parameters"] == {
        "ephemeral_message_id": 9,
        "allow_sending_without_reply": True,
    }
