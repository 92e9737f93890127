"""How long to wait before a call that failed on the line is made again."""

from providers.clock import Clock

FIRST = 0.5  # seconds
LONGEST = 30.0


class Backoff:
    """Doubles from half a second to half a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = FIRST

    async def pause(self) -> None:
        """Wait, and wait longer the next time."""
        seconds, self._next = self._next, min(LONGEST, self._next * 2)
        await self._clock.sleep(seconds)
