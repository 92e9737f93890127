"""A line in the log each minute while calls wait: what the operator sees of a flood."""

import structlog

from bot.delivery.outbox.gate import Outbox
from providers.clock import Clock

EVERY = 60.0  # seconds

log = structlog.get_logger(__name__)


class Lookout:
    """Looks at the outbox; a quiet one leaves the log alone."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self._clock.sleep(EVERY)
            self.look()

    def look(self) -> None:
        """Log where the outbox stands, when something waits."""
        figures = self._outbox.figures()
        if figures.waiting:
            log.info(
                "outbox.busy",
                waiting=figures.waiting,
                oldest=round(figures.oldest, 1),
                lanes=figures.lanes,
                in_flight=figures.in_flight,
                refusals=figures.refusals,
            )
