"""The folder where pictures wait: inputs until the job ends, results until they are old.

Results stay so that "originals" and "2x of picture k" work later; `prune` makes room.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
}
KEEP = timedelta(days=90)
PASSING = "passing"  # no job is called that: their ids are of ten characters


@dataclass(frozen=True, slots=True)
class Spool:
    """One folder a job under `root`."""

    root: Path

    def folder(self, job_id: str) -> Path:
        """Where a job's files lie."""
        return self.root / job_id

    def download(self, job_id: str, number: int) -> Path:
        """A user's file as it came."""
        return self.folder(job_id) / f"download-{number}"

    def source(self, job_id: str, number: int) -> Path:
        """A cleaned input; the picture tools choose the suffix."""
        return self.folder(job_id) / f"source-{number}.png"

    def arrival(self, job_id: str, number: int) -> Path:
        """A result whose type is not known yet."""
        return self.folder(job_id) / f"arrival-{number}"

    def coarse(self, job_id: str, number: int) -> Path:
        """A picture that is still being made."""
        return self.folder(job_id) / f"coarse-{number}"

    def result(self, job_id: str, number: int, media_type: str) -> Path:
        """A result under its final name."""
        return (
            self.folder(job_id) / f"picture-{number}{SUFFIXES.get(media_type, '.bin')}"
        )

    @property
    def fleeting(self) -> Path:
        """Where files lie that nobody keeps; emptied at each start of the bot."""
        return self.root / PASSING

    async def open(self, job_id: str) -> None:
        """Make the job's folder."""
        await asyncio.to_thread(self.folder(job_id).mkdir, parents=True, exist_ok=True)

    async def keep_results(self, job_id: str) -> None:
        """Remove everything of a job but its results."""
        await asyncio.to_thread(self._keep_results, job_id)

    async def drop(self, job_id: str) -> None:
        """Remove everything of a job."""
        await asyncio.to_thread(shutil.rmtree, self.folder(job_id), ignore_errors=True)

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[Path]:
        """A folder of one's own for files that nobody keeps."""
        folder = await asyncio.to_thread(self._make_passing)
        try:
            yield folder
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def prune(
        self,
        now: datetime,
        *,
        keep_free: int,
        unfinished: Callable[[], Awaitable[Collection[str]]],
    ) -> int:
        """Drop folders older than three months, then the oldest while the disk is short.

        Before that, whatever is no result goes: a bot that dies between a job's end and the
        sweeping of its folder leaves people's pictures there.

        Args:
            now: what time it is.
            keep_free: bytes.
            unfinished: ids of jobs whose folders stay, however short the disk is: what lies there
                may be paid for and not delivered.

        Returns the number of folders dropped.
        """
        # Asked after the look at the disk: a job that begins in between has no folder in the list.
        folders = await asyncio.to_thread(self._oldest_first)
        needed = await unfinished()
        kept = {PASSING, *needed}
        idle = [(at, folder) for at, folder in folders if folder.name not in kept]
        await asyncio.to_thread(self._sweep, [folder.name for _, folder in idle])
        return await asyncio.to_thread(self._prune, idle, now, keep_free)

    def _make_passing(self) -> Path:
        room = self.fleeting
        room.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(dir=room))

    def _sweep(self, job_ids: Sequence[str]) -> None:
        for job_id in job_ids:
            # Erased by its owner meanwhile; or the disk will not, which stops no making of room.
            with suppress(OSError):
                self._keep_results(job_id)

    def _keep_results(self, job_id: str) -> None:
        folder = self.folder(job_id)
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            if not path.name.startswith("picture-"):
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()

    def _oldest_first(self) -> list[tuple[float, Path]]:
        """Folders by the unix time of their last change."""
        found = []
        for folder in self.root.iterdir() if self.root.is_dir() else ():
            try:
                if folder.is_dir():
                    found.append((folder.stat().st_mtime, folder))
            except FileNotFoundError:
                continue  # its job has just ended
        return sorted(found)

    def _prune(
        self, folders: Sequence[tuple[float, Path]], now: datetime, keep_free: int
    ) -> int:
        oldest_kept = (now - KEEP).timestamp()
        dropped = 0
        for changed_at, folder in folders:
            is_short = shutil.disk_usage(self.root).free < keep_free
            if changed_at >= oldest_kept and not is_short:
                break
            shutil.rmtree(folder, ignore_errors=True)
            dropped += 1
        return dropped
