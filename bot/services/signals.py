"""One job's bell: rung by a cancel, a provider's callback, or a free place in a line."""

import asyncio
from dataclasses import dataclass, field

from providers.clock import Clock, wait_at_most


@dataclass(slots=True)
class Signal:
    """Wakes one job from its pause."""

    clock: Clock
    cancel_requested: bool = False
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """End the pause that is on, or the next one."""
        self._bell.set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.cancel_requested = True
        self.ring()

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until the bell rings."""
        await wait_at_most(self.clock, self._bell, seconds)
        self._bell.clear()
