"""A clock that stands still until a test moves it."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

from typing_extensions import override

from providers.clock import Clock


class FakeClock(Clock):
    """Time by hand: `advance` wakes the sleepers in the order of their hours.

    Attributes:
        sleepers: how many coroutines wait for the clock right now.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    @property
    def sleepers(self) -> int:
        """How many wait."""
        return sum(not future.done() for _, _, future in self._waiting)

    @override
    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed)

    @override
    def monotonic(self) -> float:
        return self._elapsed

    @override
    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await _breathe()
            return
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(
            self._waiting, (self._elapsed + seconds, next(self._order), future)
        )
        await future

    async def advance(self, seconds: float) -> None:
        """Move on, waking each sleeper at its own time and letting it run."""
        goal = self._elapsed + seconds
        await settle()
        while self._waiting and self._waiting[0][0] <= goal:
            at, _, future = heapq.heappop(self._waiting)
            self._elapsed = max(self._elapsed, at)
            if not future.done():
                future.set_result(None)
            await settle()
        self._elapsed = goal
        await settle()


async def settle(rounds: int = 20) -> None:
    """Let every ready coroutine run a few steps."""
    for _ in range(rounds):
        await _breathe()


async def _breathe() -> None:
    await asyncio.sleep(0)  # noqa: TID251 - yields, does not wait
