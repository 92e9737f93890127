"""What a worker thread and the event loop tell each other: how far, and stop."""

import threading


class Stopped(Exception):
    """The work was called off; raised between two tiles."""


class Watch:
    """One writer (the worker) and any number of readers; safe between threads.

    Attributes:
        fraction: how much of the work is done, 0..1; never goes back.
    """

    def __init__(self) -> None:
        self.fraction = 0.0
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the worker to end at its next tile."""
        self._stop.set()

    def report(self, fraction: float) -> None:
        """Say how far the work is.

        Raises:
            Stopped: somebody asked for the end.
        """
        if self._stop.is_set():
            raise Stopped
        self.fraction = max(self.fraction, min(1.0, fraction))
