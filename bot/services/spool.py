"""The folder where pictures wait: inputs until the job ends, results until they are old.

Results stay so that "originals" and "2x of picture k" work later; `prune` makes room.
"""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
}
KEEP = timedelta(days=90)


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

    async def open(self, job_id: str) -> None:
        """Make the job's folder."""
        await asyncio.to_thread(self.folder(job_id).mkdir, parents=True, exist_ok=True)

    async def keep_results(self, job_id: str) -> None:
        """Remove everything of a job but its results."""
        await asyncio.to_thread(self._keep_results, job_id)

    async def drop(self, job_id: str) -> None:
        """Remove everything of a job."""
        await asyncio.to_thread(shutil.rmtree, self.folder(job_id), ignore_errors=True)

    async def prune(self, now: datetime, *, keep_free: int) -> int:
        """Drop folders older than three months, then the oldest while the disk is short.

        Returns the number of folders dropped; `keep_free` is in bytes.
        """
        return await asyncio.to_thread(self._prune, now, keep_free)

    def _keep_results(self, job_id: str) -> None:
        folder = self.folder(job_id)
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            if not path.name.startswith("picture-"):
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()

    def _prune(self, now: datetime, keep_free: int) -> int:
        if not self.root.is_dir():
            return 0
        folders = sorted(
            (path for path in self.root.iterdir() if path.is_dir()),
            key=lambda path: path.stat().st_mtime,
        )
        dropped = 0
        for folder in folders:
            is_old = folder.stat().st_mtime < (now - KEEP).timestamp()
            if not is_old and shutil.disk_usage(self.root).free >= keep_free:
                break
            shutil.rmtree(folder, ignore_errors=True)
            dropped += 1
        return dropped
