"""How late the event loop comes to what is due: the first sign of a machine that is too small."""

from collections import deque

import structlog

from providers.clock import Clock

EVERY = 1.0  # seconds between two looks
REMEMBERED = 60  # looks; a scrape once a minute misses none
LATE = 1.0  # seconds that are worth a line in the log

log = structlog.get_logger("imagewright.app")


class Pulse:
    """Sleeps a second again and again, and notes by how much each of them was too long."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._delays: deque[float] = deque(maxlen=REMEMBERED)

    @property
    def worst(self) -> float:
        """The longest delay of the last minute, in seconds."""
        return max(self._delays, default=0.0)

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            due = self._clock.monotonic() + EVERY
            await self._clock.sleep(EVERY)
            self._note(max(0.0, self._clock.monotonic() - due))

    def _note(self, delay: float) -> None:
        self._delays.append(delay)
        if delay > LATE:
            log.warning("loop.late", seconds=round(delay, 2))
