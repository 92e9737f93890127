"""The operator learns when the event loop comes late."""

import asyncio

import pytest
import structlog
from typing_extensions import override

from bot.app.pulse import EVERY, REMEMBERED, Pulse
from tests.fakes.clock import FakeClock, settle


class LateClock(FakeClock):
    """Sleeps as long as it shall, and then some.

    Attributes:
        late: seconds.
    """

    late = 0.0

    @override
    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds + self.late)


@pytest.fixture
def clock() -> LateClock:
    """A clock that is right until a test says otherwise."""
    return LateClock()


async def test_the_worst_of_a_minute_is_kept(clock: LateClock) -> None:
    """One late second shows for a minute, and is forgotten after it."""
    pulse = Pulse(clock)
    task = asyncio.create_task(pulse.watch())
    clock.late = 0.25
    await settle()
    clock.late = 0.0
    await clock.advance(EVERY + 0.25)
    late = pulse.worst

    await clock.advance(EVERY * (REMEMBERED + 1))

    assert late == pytest.approx(0.25)
    assert pulse.worst == pytest.approx(0.0)
    task.cancel()


async def test_a_loop_that_hangs_is_logged(clock: LateClock) -> None:
    """More than a second is worth a line; less is not."""
    task = asyncio.create_task(Pulse(clock).watch())
    with structlog.testing.capture_logs() as lines:
        clock.late = 0.5
        await clock.advance(EVERY + 0.5)
        clock.late = 2.0
        await clock.advance(EVERY + 0.5)
        await clock.advance(EVERY + 2.0)

    assert [(line["event"], line["seconds"]) for line in lines] == [("loop.late", 2.0)]
    task.cancel()
