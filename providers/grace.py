"""The moment in which a task that was just ordered may not be known yet."""

from providers.base import Snapshot
from providers.clock import Clock
from providers.errors import TaskLost

FORGOTTEN = 3600.0  # seconds after which nobody will ask for a task that was never seen


class Grace:
    """Bears with a service that stores a task a little after it has said its id.

    Args:
        clock: time.
        seconds: how long a fresh task may be missing.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._unseen: dict[str, float] = {}  # fresh ids, and since when they are missed

    def expect(self, remote_id: str) -> None:
        """Begin a task's grace; those that nobody ever polled are not kept for ever."""
        now = self._clock.monotonic()
        kept = {i: at for i, at in self._unseen.items() if now - at < FORGOTTEN}
        self._unseen = {**kept, remote_id: now}

    def end(self, remote_id: str) -> None:
        """The service knows the task: whatever it says of it from now on counts."""
        self._unseen.pop(remote_id, None)

    def missing(self, remote_id: str, *, hint: str = "") -> Snapshot:
        """What to make of a task that the service does not know: nothing yet.

        One that was not expected, as after a restart, has its grace from the first poll on.

        Args:
            remote_id: of the task.
            hint: for the operator, where it may be due to a setting.

        Raises:
            TaskLost: its grace is over.
        """
        now = self._clock.monotonic()
        if now - self._unseen.setdefault(remote_id, now) < self._seconds:
            return Snapshot(is_done=False)
        self.end(remote_id)
        raise TaskLost(f"{remote_id} is not known{hint}")
