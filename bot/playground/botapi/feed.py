"""A numbered stream of what happened, which can be read and waited on."""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

Item = dict[str, Any]
Match = Callable[[Item], bool]


class Feed:
    """Keeps the newest items; each has ``seq``, counted from 1 without gaps."""

    def __init__(self, limit: int) -> None:
        self._items: deque[Item] = deque(maxlen=limit)
        self._waiting: list[tuple[Match, asyncio.Future[Item]]] = []
        self.last_seq = 0

    def append(self, item: Item) -> Item:
        """Number an item, keep it and wake those who wait for it."""
        self.last_seq += 1
        item["seq"] = self.last_seq
        self._items.append(item)
        if self._waiting:
            self._wake(item)
        return item

    def after(self, seq: int, matches: Match | None = None) -> list[Item]:
        """List the kept items that are newer than ``seq``."""
        skip = max(0, len(self._items) - (self.last_seq - seq))
        newer = islice(self._items, skip, None)
        return [item for item in newer if matches is None or matches(item)]

    async def wait(self, after: int, matches: Match, timeout: float) -> Item:  # noqa: ASYNC109 - a long poll has its time-out in the call
        """Return the first matching item newer than ``after``.

        Raises:
            TimeoutError: None came within ``timeout`` seconds.
        """
        known = self.after(after, matches)
        if known:
            return known[0]
        future: asyncio.Future[Item] = asyncio.get_running_loop().create_future()
        waiter = (matches, future)
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                return await future
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def clear(self) -> None:
        """Forget the items; numbering goes on."""
        self._items.clear()

    def _wake(self, item: Item) -> None:
        for waiter in list(self._waiting):
            matches, future = waiter
            if not future.done() and matches(item):
                future.set_result(item)
                self._waiting.remove(waiter)
