"""Takes units of work over to a connection's thread: all that wait, in one crossing."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.storage.connection import Connection, Outcome, Work

# Works in one crossing: a sync is shared by many, and yet the first of a thousand is not kept
# waiting for the last, nor the event loop for the thread that runs them.
MAX_GROUP = 64

Together = Callable[[Sequence[Work[Any]], sqlite3.Connection], Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A unit of work that nobody has begun, and who waits for it."""

    work: Work[Any]
    done: asyncio.Future[Any]


class Ferry:
    """One crossing at a time; what arrives meanwhile goes over together with the next.

    A crossing wakes two threads, and for a write it is a sync of the disk, too: a crowd shares it.

    Args:
        connection: closed by `close`.
        together: does several works on its thread; an outcome each, or the error that it raised.
    """

    def __init__(self, connection: Connection, together: Together) -> None:
        self._connection = connection
        self._together = together
        self._waiting: list[_Waiting] = []
        self._crossing: asyncio.Task[None] | None = None

    async def carry(self, work: Work[Outcome]) -> Outcome:
        """The outcome of the work.

        A caller cancelled before the work began leaves no trace; later, the work is finished and
        only its outcome is dropped.
        """
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work=work, done=done))
        if self._crossing is None or self._crossing.done():
            self._crossing = asyncio.create_task(self._cross())
        return await done

    async def close(self) -> None:
        """Finish what is under way, and close the connection."""
        if self._crossing is not None:
            await asyncio.wait([self._crossing])
        await self._connection.close()

    async def _cross(self) -> None:
        while self._waiting:
            first = self._waiting[:MAX_GROUP]
            self._waiting = self._waiting[MAX_GROUP:]
            group = [waiting for waiting in first if not waiting.done.done()]
            try:
                await self._take_over(group)
            finally:
                for waiting in group:  # the loop is being torn down: nobody hangs
                    waiting.done.cancel()

    async def _take_over(self, group: Sequence[_Waiting]) -> None:
        works = [waiting.work for waiting in group]
        try:
            outcomes = await self._connection.run(partial(self._together, works))
        except Exception as exc:  # noqa: BLE001 - handed to everyone who waits
            outcomes = [exc] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            _resolve(waiting.done, outcome)


def _resolve(done: asyncio.Future[Any], outcome: object) -> None:
    if done.done():  # cancelled meanwhile
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
