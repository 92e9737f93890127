"""Pictures made to fit Telegram's photo limits, for as long as a call needs them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.job import JobState
from bot.services.ports import PictureStore, PictureTools
from bot.services.values import Picture, StatusView


class Previews:
    """Prepares files before a slot is taken; nothing of them stays in memory.

    Args:
        folder: takes previews and contact sheets for as long as they are being sent. It is none
            of a job's folders: those are swept when the job ends, and somebody may have pressed a
            button of its result a moment before.
    """

    def __init__(self, tools: PictureTools, store: PictureStore, folder: Path) -> None:
        self._tools = tools
        self._store = store
        self._folder = folder

    @asynccontextmanager
    async def photos(self, pictures: Sequence[Picture]) -> AsyncIterator[list[Path]]:
        """A file for each that `sendPhoto` takes; what was made for it is removed after."""
        originals = [path_of(picture) for picture in pictures]
        photos = await self._tools.previews(originals, self._folder)
        try:
            yield photos
        finally:
            await _remove([path for path in photos if path not in originals])

    @asynccontextmanager
    async def sheet(
        self, name: str, pictures: Sequence[Picture]
    ) -> AsyncIterator[Path]:
        """A numbered grid of several, or the preview of one."""
        if len(pictures) == 1:
            async with self.photos(pictures) as (photo,):
                yield photo
            return
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        sheet = await self._tools.contact_sheet(
            [path_of(picture) for picture in pictures],
            self._folder / f"sheet-{name}.jpg",
        )
        try:
            yield sheet
        finally:
            await _remove([sheet])

    async def of_jobs(self, view: StatusView) -> tuple[Picture, ...]:
        """All pictures that the jobs of one message delivered and that still are on disk."""
        found: list[Picture] = []
        for each in view.jobs:
            if each.delivered or each.job.state is JobState.SUCCEEDED:
                found.extend(await self._store.pictures(each.job.job_id))
        paths = [picture.path for picture in found]
        there = await asyncio.to_thread(
            lambda: [path is not None and path.exists() for path in paths]
        )
        return tuple(
            picture for picture, is_there in zip(found, there, strict=True) if is_there
        )


def path_of(picture: Picture) -> Path:
    """Where a result lies.

    Raises:
        FileNotFoundError: it was cleaned away before it was delivered.
    """
    if picture.path is None:
        raise FileNotFoundError(f"picture {picture.number} of {picture.job_id}")
    return picture.path


async def _remove(paths: Sequence[Path]) -> None:
    if paths:
        await asyncio.to_thread(_unlink, paths)


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
