"""Time as the server sees it: unix seconds, replaceable in tests."""

import asyncio
import time
from abc import abstractmethod
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """Where the server takes the time from."""

    @abstractmethod
    def now(self) -> float:
        """Tell the unix time in seconds."""

    @abstractmethod
    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class SystemClock(Clock):
    """The machine's own clock."""

    @override
    def now(self) -> float:
        return time.time()

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)  # noqa: TID251 - this is the clock adapter
