"""The engine as a provider: orders go to the workshop, polls read their progress."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import (
    Artifact,
    Capabilities,
    ImageProvider,
    Pace,
    Prepared,
    Progress,
    Recovery,
    Request,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.errors import TaskFailed, TaskLost, TransientError
from providers.local.craft import Craft
from providers.local.edit import SimpleEdit
from providers.local.networks import Networks
from providers.local.scratch import Scratch
from providers.local.subject import Subjects
from providers.local.upscale import Upscale
from providers.local.watch import Stopped
from providers.local.workshop import Task, Workshop, usable_cores

PACE = Pace(
    intervals=((0.0, 0.25), (5.0, 0.5)),
    deadline=120.0,  # one tile takes 0.1 s; the rest is a machine that is very busy
    hard_deadline=3600.0,
)

KEPT_SECONDS = 600.0
"""How long a finished task is remembered, so that a repeated poll or fetch still finds it."""

SURE = 0.02
"""Below this share of the work an estimate of the rest is a guess."""


def all_crafts() -> tuple[Craft, ...]:
    """What the engine can do, ready to work."""
    return (Upscale(Networks()), SimpleEdit(Subjects()))


class LocalProvider(ImageProvider):
    """Upscales and simple edits on this machine's processor; no cost, no key, no network.

    The key of a submit is the remote id. Work is kept in memory alone: after a restart a poll
    raises `TaskLost`, and the order is simply repeated.
    """

    name: ClassVar[str] = "local"

    def __init__(
        self,
        scratch: Path,
        *,
        clock: Clock,
        workers: int | None = None,
        crafts: Sequence[Craft] | None = None,
    ) -> None:
        """Take the settings; files and threads come with the first order.

        Args:
            scratch: a folder for results that wait to be fetched; made when missing, may be
                shared with other processes.
            clock: for the time left.
            workers: jobs at once; None means one per core.
            crafts: what it can do, one for each operation; None means all that there are.
        """
        self._clock = clock
        self._workers = workers or usable_cores()
        self._scratch = Scratch(scratch)
        self._workshop = Workshop(self._scratch, clock, self._workers)
        self._crafts = {
            craft.operation: craft
            for craft in (all_crafts() if crafts is None else crafts)
        }
        self._finished_at: dict[str, float] = {}

    @property
    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(
            operations={name: craft.limits for name, craft in self._crafts.items()},
            recovery=Recovery.REPEAT,
            pace=PACE,
            concurrency=self._workers,
            can_cancel=True,
            is_free=True,
        )

    @override
    def check(self, request: Request) -> None:
        super().check(request)
        self._crafts[request.operation].check(request)

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        await asyncio.to_thread(self._workshop.tidy, self._forget_old())
        known = self._workshop.task(key)
        if known is None or (known.future.done() and not _succeeded(known)):
            self._finished_at.pop(key, None)
            request = prepared.request
            craft = self._crafts[request.operation]
            self._workshop.start(Task(name=key, request=request, craft=craft))
        return Submission(remote_id=key)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        task = self._task(remote_id)
        if not task.future.done():
            return Snapshot(is_done=False, progress=self._progress(task), expected=1)
        self._finished_at.setdefault(remote_id, self._clock.monotonic())
        return Snapshot(
            is_done=True,
            progress=Progress(fraction=1.0),
            artifacts=(Artifact(artifact_id=f"{remote_id}-0", path=_result(task)),),
            expected=1,
        )

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        if artifact.path is None:
            raise TaskFailed("not a picture of this engine")
        try:
            await asyncio.to_thread(_copy, artifact.path, destination)
        except FileNotFoundError as error:
            raise TransientError(f"{artifact.artifact_id} is gone") from error
        except OSError as error:
            raise TaskFailed(str(error)) from error

    @override
    async def cancel(self, remote_id: str) -> bool:
        task = self._workshop.task(remote_id)
        return task is not None and self._workshop.stop(task)

    @override
    async def close(self) -> None:
        await asyncio.to_thread(self._workshop.close)
        await asyncio.to_thread(self._scratch.close)

    def _task(self, remote_id: str) -> Task:
        task = self._workshop.task(remote_id)
        if task is None:
            raise TaskLost(remote_id)
        return task

    def _progress(self, task: Task) -> Progress:
        if task.started_at is None:
            return Progress(fraction=0.0, queue_position=self._workshop.ahead(task))
        fraction, left = task.watch.fraction, None
        if fraction >= SURE:
            elapsed = self._clock.monotonic() - task.started_at
            left = elapsed * (1 - fraction) / fraction
        return Progress(fraction=fraction, seconds_left=left)

    def _forget_old(self) -> list[str]:
        """Drop what only served a repeated question; the names of those whose files may go."""
        now = self._clock.monotonic()
        old = []
        for task in self._workshop.tasks():
            if task.future.done():
                finished_at = self._finished_at.setdefault(task.name, now)
                if now - finished_at > KEPT_SECONDS:
                    self._workshop.forget(task)
                    del self._finished_at[task.name]
                    old.append(task.name)
        return old


def _succeeded(task: Task) -> bool:
    return not task.future.cancelled() and task.future.exception() is None


def _result(task: Task) -> Path:
    """The file of a task that is over.

    Raises:
        TaskFailed: it was called off, or the engine could not do it.
    """
    try:
        return task.future.result()
    except (CancelledError, Stopped) as error:
        raise TaskFailed("cancelled") from error
    except TaskFailed as error:
        raise TaskFailed(error.detail, code=error.code) from error


def _copy(source: Path, destination: Path) -> None:
    """Put the file in place whole or not at all; the original stays for a second fetch."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=destination.parent)
    os.close(handle)
    part = Path(name)
    try:
        shutil.copyfile(source, part)
        part.replace(destination)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
