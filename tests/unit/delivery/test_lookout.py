"""The operator sees a busy outbox in the log, and nothing of a quiet one."""

import asyncio

import structlog

from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.lookout import EVERY, Lookout
from bot.delivery.outbox.tickets import Priority
from tests.fakes.clock import FakeClock, settle

GROUP = -7


async def _hold(outbox: Outbox) -> None:
    async with outbox.slot(GROUP, Priority.RESULT):
        await asyncio.Event().wait()


async def test_a_busy_outbox_is_logged_each_minute() -> None:
    """Of 23 results for one group three wait: the log says so, and for how long."""
    clock = FakeClock()
    outbox = Outbox(clock)
    tasks = [asyncio.create_task(_hold(outbox)) for _ in range(23)]
    watching = asyncio.create_task(Lookout(outbox, clock).watch())
    await settle()

    with structlog.testing.capture_logs() as lines:
        Lookout(outbox, clock).look()

    [line] = lines
    assert (line["event"], line["waiting"], line["lanes"]) == ("outbox.busy", 3, 1)
    assert (line["in_flight"], line["refusals"]) == (20, 0)
    for task in [watching, *tasks]:
        task.cancel()
    await asyncio.gather(watching, *tasks, return_exceptions=True)


async def test_a_quiet_outbox_leaves_the_log_alone() -> None:
    """A minute in which nothing waits writes no line."""
    clock = FakeClock()
    watching = asyncio.create_task(Lookout(Outbox(clock), clock).watch())
    await settle()

    with structlog.testing.capture_logs() as lines:
        await clock.advance(2 * EVERY)

    assert lines == []
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
