"""The one task that keeps a message up to date: never two at once, and no call is broken off."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.services.background import begin


class Upkeep:
    """Who is at a message right now, if anybody is.

    Attributes:
        is_calling: a call is under way: set with its turn at the outbox, cleared by its end.
    """

    def __init__(self) -> None:
        self.is_calling = False
        self._task: asyncio.Task[None] | None = None

    @property
    def is_under_way(self) -> bool:
        """Is somebody at it?"""
        return self._task is not None

    def begin(
        self, work: Callable[[], Awaitable[None]], *, if_broken: str, chat_id: int
    ) -> None:
        """Start the work unless it is under way; it looks for itself what is wanted newest.

        Args:
            work: called once; comes back when there is nothing to do.
            if_broken: the event under which an error of its is logged.
            chat_id: whose message it is.
        """
        if self._task is None:
            self._task = begin(self._see_to(work), if_broken=if_broken, chat_id=chat_id)

    def give_up(self) -> None:
        """Let go of work that only waits for its turn; what calls goes on by itself."""
        if self._task is not None and not self.is_calling:
            self._task.cancel()
            self._task = None

    async def put_down(self) -> None:
        """Let go of work that only waits for its turn; wait for the end of a call."""
        if self._task is None:
            return
        if not self.is_calling:
            self._task.cancel()
        await self.rest()

    async def rest(self) -> None:
        """Wait until nobody is at it any more, whatever becomes of the work."""
        task = self._task
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)
            self._forget(task)

    async def _see_to(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        finally:
            self._forget(asyncio.current_task())

    def _forget(self, task: asyncio.Task[None] | None) -> None:
        if self._task is task:  # nobody else took over
            self._task = None
