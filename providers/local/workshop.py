"""The worker threads: one job per core, first come first served."""

import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from providers.base import Request
from providers.clock import Clock
from providers.errors import TaskFailed
from providers.local.craft import Craft
from providers.local.scratch import Scratch
from providers.local.watch import Stopped, Watch

logger = logging.getLogger(__name__)


def usable_cores() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0))


@dataclass(slots=True, kw_only=True, eq=False)
class Task:
    """One order in the workshop.

    Attributes:
        name: unique; the result's file name without its ending.
        request: what to make.
        craft: who makes it.
        watch: progress and stop, shared with the worker.
        started_at: monotonic seconds; None while it waits for a worker.
        future: the result's file.
    """

    name: str
    request: Request
    craft: Craft
    watch: Watch = field(default_factory=Watch)
    started_at: float | None = None
    future: Future[Path] = field(default_factory=Future)

    @property
    def is_waiting(self) -> bool:
        """No worker has taken it yet, and nobody called it off."""
        return self.started_at is None and not self.future.done()


class Workshop:
    """Runs tasks on threads; ncnn and Pillow let go of the interpreter while they compute."""

    def __init__(self, scratch: Scratch, clock: Clock, workers: int) -> None:
        self._scratch = scratch
        self._clock = clock
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="engine")
        self._tasks: dict[str, Task] = {}

    def start(self, task: Task) -> None:
        """Put a task behind those that wait."""
        self._tasks.pop(task.name, None)  # one that failed; the new one goes to the end
        self._tasks[task.name] = task
        task.future = self._pool.submit(self._work, task)

    def task(self, name: str) -> Task | None:
        """The task of this name, while it is remembered."""
        return self._tasks.get(name)

    def tasks(self) -> Iterator[Task]:
        """All that are remembered, oldest first."""
        return iter(tuple(self._tasks.values()))

    def ahead(self, task: Task) -> int:
        """How many tasks must end or start before this one starts; 0 when it runs."""
        if not task.is_waiting:
            return 0
        waiting = [other.name for other in self._tasks.values() if other.is_waiting]
        return waiting.index(task.name) + 1

    def forget(self, task: Task) -> None:
        """Drop a task that is done; its file goes with `tidy`."""
        del self._tasks[task.name]

    def tidy(self, names: Iterable[str]) -> None:
        """Remove the files of forgotten tasks. Touches the disk: call it in a thread."""
        folder = self._scratch.folder
        for name in names:
            _remove(folder, name)

    def stop(self, task: Task) -> bool:
        """Call a task off, between two tiles; False when it is over already."""
        if task.future.done():
            return False
        task.watch.stop()
        task.future.cancel()  # for one that waits; a running one hears its watch
        return True

    def close(self) -> None:
        """Call everything off and wait for the workers to put down their tiles."""
        for task in self._tasks.values():
            self.stop(task)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._tasks.clear()

    def _work(self, task: Task) -> Path:
        task.started_at = self._clock.monotonic()
        folder = self._scratch.folder
        try:
            path = task.craft.make(task.request, folder, task.name, task.watch)
            task.watch.report(1.0)
        except Stopped:
            _remove(folder, task.name)
            raise
        except TaskFailed as error:  # the picture's fault: nothing to look into
            _remove(folder, task.name)
            logger.info(
                "engine.refused", extra={"task": task.name, "why": error.detail}
            )
            raise
        except Exception as error:
            _remove(folder, task.name)
            logger.exception("engine.failed", extra={"task": task.name})
            raise TaskFailed(f"{type(error).__name__}: {error}") from error
        return path


def _remove(folder: Path, name: str) -> None:
    for file in folder.glob(f"{name}.*"):
        file.unlink(missing_ok=True)
