"""429s: whom they hold, and what the operator is told of them."""

import pytest
from structlog.testing import capture_logs
from telegram.error import RetryAfter

from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.schedule import ALL_HELD_CHATS, Schedule
from bot.delivery.outbox.tickets import Priority, Ticket
from tests.fakes.clock import FakeClock

STRANGER = 99
MANY = range(1, ALL_HELD_CHATS + 1)


def _asked_by_a_stranger(schedule: Schedule, at: float) -> bool:
    """May somebody go whom nobody has refused?"""
    schedule.ask(
        Ticket(chat_id=STRANGER, priority=Priority.ANSWER, cost=1, asked_at=at)
    )
    return bool(schedule.grant(at))


def test_429s_everywhere_hold_everybody() -> None:
    """Many chats refused within two seconds and nobody served mean the bot: all wait."""
    schedule = Schedule(OutboxLimits())
    for chat_id in MANY:
        schedule.refused(chat_id, 5.0, 0.5)

    assert not _asked_by_a_stranger(schedule, 1.0)
    assert len(schedule.grant(5.5)) == 1


def test_refused_groups_hold_nobody_while_others_are_served() -> None:
    """However many groups are refused at once: a chat served between them clears the bot."""
    schedule = Schedule(OutboxLimits())
    for group in MANY:
        schedule.refused(-group, 3600.0, 0.5)
        if group == 2:
            schedule.accepted()

    assert _asked_by_a_stranger(schedule, 1.0)


async def test_the_limiter_tells_of_calls_that_were_served() -> None:
    """Between two refusals everybody sees that Telegram serves others."""
    outbox = Outbox(FakeClock())

    async def serve() -> bool:
        return True

    for chat_id in MANY:
        outbox.refused(chat_id, 60.0)
        if chat_id == 2:
            await OutboxLimiter(outbox).process_request(
                serve, (), {}, "sendMessage", {"chat_id": STRANGER}, None
            )

    assert not outbox.is_held(STRANGER)


@pytest.mark.parametrize("endpoint", ["getFile", "answerCallbackQuery"])
async def test_a_429_of_a_call_without_a_chat_is_counted(endpoint: str) -> None:
    """The operator sees it, in the figures and in the log; no chat is held for it."""
    outbox = Outbox(FakeClock())

    async def refuse() -> bool:
        raise RetryAfter(7)

    with capture_logs() as lines, pytest.raises(RetryAfter):
        await OutboxLimiter(outbox).process_request(refuse, (), {}, endpoint, {}, None)

    assert outbox.figures().refusals == 1
    assert [line["retry_after"] for line in lines] == [7.0]
    assert not outbox.is_held(STRANGER)


async def test_lanes_of_idle_chats_are_not_counted() -> None:
    """An hour after the last call the figures name no lane, although nothing has happened since."""
    clock = FakeClock()
    outbox = Outbox(clock)
    async with outbox.slot(STRANGER, Priority.ANSWER):
        assert outbox.figures().lanes == 1

    await clock.advance(3600.0)

    assert outbox.figures().lanes == 0
