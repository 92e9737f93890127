"""When a crowd's updates are all here: the first of it must not be served before the last is greeted."""

import asyncio
import contextlib
from dataclasses import dataclass, field

FULL = 100  # updates that Telegram hands out at once (Bot API getUpdates)
PATIENCE = 1.0  # seconds that an order waits for the rest of the crowd


@dataclass(slots=True)
class Lull:
    """Told of each batch of updates; orders ask whether there are more behind it."""

    _is_here: asyncio.Event = field(default_factory=asyncio.Event)
    _is_crowd: bool = False

    @property
    def is_crowd(self) -> bool:
        """Was the last batch a full one, so that there may be more?"""
        return self._is_crowd

    def note(self, updates: int) -> None:
        """So many updates came at once."""
        self._is_crowd = updates >= FULL
        if self._is_crowd:
            self._is_here.clear()
        else:
            self._is_here.set()

    async def wait(self) -> None:
        """Come back when there are no more, after a second at the latest; at once as a rule."""
        if not self._is_crowd:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._is_here.wait()
