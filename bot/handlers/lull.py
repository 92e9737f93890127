"""When a crowd's updates are all here: the first of it must not be served before the last is greeted."""

import asyncio
from dataclasses import dataclass, field

from providers.clock import Clock, SystemClock, wait_at_most

FULL = 100  # updates that Telegram hands out at once (Bot API getUpdates)
PATIENCE = 1.0  # seconds that an order waits for the rest of the crowd


@dataclass(slots=True)
class Lull:
    """Told of each batch of updates; orders ask whether there are more behind it."""

    clock: Clock = field(default_factory=SystemClock)
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
        if self._is_crowd:
            await wait_at_most(self.clock, self._is_here, PATIENCE)
