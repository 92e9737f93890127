"""Time left, from this bot's own history when the provider does not say."""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from bot.domain.job import Job
from bot.services.ports import JobStore
from providers.base import Operation

HISTORY = 50
SURE_SHARE = 0.95  # an estimate never claims to be finished


@dataclass(slots=True)
class Estimates:
    """Medians of the last runs per provider and operation, kept in memory."""

    store: JobStore
    _seconds: dict[tuple[str, Operation], deque[float]] = field(default_factory=dict)

    async def load(self, provider: str, operation: Operation) -> None:
        """Read the history once; later calls cost nothing."""
        if (provider, operation) not in self._seconds:
            past = await self.store.durations(provider, operation, HISTORY)
            self._seconds[provider, operation] = deque(reversed(past), maxlen=HISTORY)

    def add(self, provider: str, operation: Operation, seconds: float) -> None:
        """One more run that succeeded."""
        self._seconds.setdefault((provider, operation), deque(maxlen=HISTORY)).append(
            seconds
        )

    def progress(self, job: Job, age: float) -> tuple[float | None, float | None]:
        """Fraction (0..1) and seconds left of a running job.

        The provider's own figures win; without them half of the runs are as fast as it says.
        """
        fraction, left = job.progress.fraction, job.progress.seconds_left
        past = self._seconds.get((job.provider or "", job.recipe.operation))
        if not past or job.progress.queue_position:
            return fraction, left
        usual = median(past)
        if fraction is None and usual > 0:
            fraction = min(SURE_SHARE, age / usual)
        if left is None and age < usual:
            left = usual - age
        return fraction, left
