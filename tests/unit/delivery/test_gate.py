"""The outbox on the event loop: waits can be cancelled, 429s hold, figures tell."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.limiter import OutboxLimiter, is_counted
from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.tickets import Priority
from tests.fakes.clock import FakeClock, settle


async def _use(outbox: Outbox, chat_id: int, done: list[int]) -> None:
    async with outbox.slot(chat_id, Priority.RESULT):
        done.append(chat_id)


async def test_the_budget_of_a_second_is_kept_and_refilled() -> None:
    """Of forty calls 29 leave at once and the others a second later."""
    clock, done = FakeClock(), list[int]()
    outbox = Outbox(clock)
    tasks = [asyncio.create_task(_use(outbox, chat, done)) for chat in range(1, 41)]

    await settle()
    assert len(done) == 29
    await clock.advance(1.1)

    assert len(done) == 40
    await asyncio.gather(*tasks)


async def test_a_cancelled_wait_takes_nothing() -> None:
    """Who gives up waiting leaves the place to the next."""
    clock, done = FakeClock(), list[int]()
    outbox = Outbox(clock)
    tasks = [asyncio.create_task(_use(outbox, 7, done)) for _ in range(5)]
    await settle()

    tasks[3].cancel()
    await settle()
    await clock.advance(3.1)

    assert len(done) == 4
    assert outbox.figures().waiting == 0
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_cancel_in_the_moment_of_the_grant_gives_the_slot_back() -> None:
    """A slot granted to somebody who is cancelled in the same breath is not lost, nor counted."""
    outbox = Outbox(FakeClock(), OutboxLimits(in_flight=1))
    first = await outbox.take(7, Priority.RESULT, 1)
    task = asyncio.create_task(outbox.take(8, Priority.RESULT, 1))
    await settle()

    outbox.give_back(first)  # grants the second before its task runs again
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert outbox.figures().in_flight == 0
    assert outbox.figures().granted == 1


async def test_a_refused_call_is_made_again_when_its_chat_is_free() -> None:
    """A 429 was not carried out: the limiter waits it out, and calls once more."""
    clock, calls = FakeClock(), list[float]()
    outbox = Outbox(clock)

    async def send() -> bool:
        calls.append(clock.monotonic())
        if len(calls) == 1:
            raise RetryAfter(7)
        return True

    task = asyncio.create_task(
        OutboxLimiter(outbox).process_request(
            send, (), {}, "sendMessage", {"chat_id": 7}, None
        )
    )
    await clock.advance(6.9)
    assert calls == [0.0]
    await clock.advance(0.2)

    assert await task is True
    assert calls == [0.0, pytest.approx(7.0)]
    assert outbox.figures().refusals == 1


async def test_a_chat_action_inside_a_hold_is_not_made() -> None:
    """Calling inside a hold makes it longer, even where the call does not count."""
    clock = FakeClock()
    outbox = Outbox(clock)
    outbox.refused(7, 30.0)

    async def act() -> bool:
        pytest.fail("called inside the hold")

    answer = await OutboxLimiter(outbox).process_request(
        act, (), {}, "sendChatAction", {"chat_id": 7}, None
    )

    assert answer is True


async def test_progress_is_not_repeated_after_a_429() -> None:
    """Its text would be stale by then: the error goes back to who knows the newest."""
    outbox = Outbox(FakeClock())

    async def edit() -> bool:
        raise RetryAfter(7)

    async with outbox.slot(7, Priority.PROGRESS) as slot:
        with pytest.raises(RetryAfter):
            await OutboxLimiter(outbox).process_request(
                edit, (), {}, "editMessageText", {"chat_id": 7}, slot
            )


async def test_figures_tell_what_waits_and_since_when() -> None:
    """Waiting tickets and the age of the oldest are readable."""
    clock, done = FakeClock(), list[int]()
    outbox = Outbox(clock)
    outbox.refused(7, 60.0)
    task = asyncio.create_task(_use(outbox, 7, done))

    await clock.advance(12.0)

    figures = outbox.figures()
    assert (figures.waiting, figures.oldest, figures.lanes) == (1, 12.0, 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await outbox.stop()


@pytest.mark.parametrize(
    "endpoint,counts",
    [
        ("sendMessage", True),
        ("sendMediaGroup", True),
        ("editMessageText", True),
        ("sendChatAction", False),
        ("answerCallbackQuery", False),
        ("getFile", False),
        ("setMyCommands", False),
    ],
)
def test_which_calls_count(endpoint: str, counts: bool) -> None:
    """Messages and edits count, answers to presses and look-ups do not (design section 4)."""
    assert is_counted(endpoint) is counts
