"""Time as something that is handed in, so that a test can move it by hand."""

import asyncio
import time
from abc import abstractmethod
from datetime import UTC, datetime
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """What the house knows of time."""

    @abstractmethod
    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""

    @abstractmethod
    def monotonic(self) -> float:
        """Seconds on a clock that never goes back; only differences mean anything."""

    @abstractmethod
    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds; at once for zero or less."""


class SystemClock(Clock):
    """The machine's own time: the one place that may call asyncio.sleep."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def monotonic(self) -> float:
        return time.monotonic()

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))  # noqa: TID251 - the clock is the seam


async def wait_at_most(clock: Clock, event: asyncio.Event, seconds: float) -> None:
    """Come back when the event is set, or after so many seconds."""
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    bell = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({alarm, bell}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
        bell.cancel()
