"""Slots: given back once, whoever breaks off, and not kept by uploads that crawl."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.schedule import Schedule
from bot.delivery.outbox.tickets import QUICK, Priority, Ticket
from tests.fakes.clock import FakeClock, settle

ALICE = 7


async def _refuse() -> bool:
    raise RetryAfter(60)


async def test_breaking_off_the_wait_after_a_429_gives_the_slot_back_once() -> None:
    """Were it given back twice, more calls could be under way than the limit says."""
    outbox = Outbox(FakeClock())
    other = await outbox.take(8, Priority.RESULT, 1)

    async def send() -> None:
        async with outbox.slot(ALICE, Priority.RESULT) as slot:
            limiter = OutboxLimiter(outbox)
            data = {"chat_id": ALICE}
            await limiter.process_request(_refuse, (), {}, "sendPhoto", data, slot)

    task = asyncio.create_task(send())
    await settle()
    assert outbox.figures().waiting == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert outbox.figures().in_flight == 1
    outbox.give_back(other)
    assert outbox.figures().in_flight == 0


@pytest.mark.parametrize("priority", Priority)
async def test_texts_that_grow_stale_are_not_repeated_after_a_429(
    priority: Priority,
) -> None:
    """Progress and first texts go back to who knows the newest, or leaves them out by then."""
    outbox = Outbox(FakeClock())

    async with outbox.slot(ALICE, priority) as slot:
        assert slot.repeats is (
            priority not in {Priority.PROGRESS, Priority.FIRST_STATUS}
        )


def _full_of_uploads(limits: OutboxLimits) -> tuple[Schedule, list[Ticket]]:
    """A schedule in which more people wait for their results than may be sent at once."""
    schedule = Schedule(limits)
    for chat_id in range(1, limits.overall + 1):
        ticket = Ticket(chat_id=chat_id, priority=Priority.RESULT, cost=1, asked_at=0.0)
        schedule.ask(ticket)
    return schedule, schedule.grant(0.0)


@pytest.mark.parametrize("priority", Priority)
def test_uploads_that_crawl_leave_room_for_answers(priority: Priority) -> None:
    """With their share of the calls under way taken, answers and first texts go, others wait."""
    limits = OutboxLimits(in_flight=20, in_flight_reserve=4)
    schedule, uploads = _full_of_uploads(limits)
    assert len(uploads) == 16

    schedule.ask(Ticket(chat_id=99, priority=priority, cost=1, asked_at=1.0))
    granted = [ticket.chat_id for ticket in schedule.grant(1.5)]

    assert granted == ([99] if priority in QUICK else [])


def test_a_landed_upload_makes_room_for_the_next() -> None:
    """The oldest result that waits goes, and nobody is asked again before something lands."""
    limits = OutboxLimits(in_flight=20, in_flight_reserve=4)
    schedule, uploads = _full_of_uploads(limits)
    assert schedule.next_at(2.0) == float("inf")

    schedule.land(uploads[0], 2.0)

    assert [ticket.chat_id for ticket in schedule.grant(2.0)] == [17]
