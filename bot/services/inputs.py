"""A job's input pictures: fetched from where they lie, checked, cleaned, in the spool."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.recipe import RESULT, PictureRef, parts_of
from bot.services.ports import FileSource, PictureStore, PictureTools
from bot.services.spool import Spool
from bot.services.values import Picture
from providers.base import SourcePicture


@dataclass(slots=True)
class Inputs:
    """Repeatable: a second fetch writes the same files again."""

    files: FileSource
    pictures: PictureStore
    tools: PictureTools
    spool: Spool

    async def fetch(self, job: Job) -> tuple[SourcePicture, ...]:
        """All sources of a job, in the order of the order.

        Raises:
            Refused: a picture cannot be used; the code says why.
            Unreachable: Telegram cannot be reached.
        """
        if not job.sources:
            return ()
        await self.spool.open(job.job_id)
        return tuple(
            [
                await self._fetch_one(job.job_id, number, ref)
                for number, ref in enumerate(job.sources, start=1)
            ]
        )

    async def bring(self, ref: PictureRef, destination: Path) -> None:
        """Put one picture's bytes there as they are: a result of ours, or what a user sent.

        Raises:
            Refused: it is gone, or too big to be fetched.
            Unreachable: Telegram cannot be reached.
        """
        if ref.kind == RESULT:
            await self._fetch_result(ref, destination)
        else:
            await self.files.download(ref, destination)

    async def _fetch_one(
        self, job_id: str, number: int, ref: PictureRef
    ) -> SourcePicture:
        raw = self.spool.download(job_id, number)
        await self.bring(ref, raw)
        try:
            return await self.tools.clean(raw, self.spool.source(job_id, number))
        finally:
            await asyncio.to_thread(raw.unlink, missing_ok=True)

    async def _fetch_result(self, ref: PictureRef, raw: Path) -> None:
        picture = await self._result(ref)
        if picture.path is not None and await asyncio.to_thread(picture.path.is_file):
            await asyncio.to_thread(shutil.copyfile, picture.path, raw)
            return
        file_id = picture.document_file_id or picture.photo_file_id
        if file_id is None:
            raise Refused(code="picture_gone")
        kind = "document" if picture.document_file_id else "photo"
        copy = PictureRef(file_id=file_id, file_unique_id=ref.file_unique_id, kind=kind)
        await self.files.download(copy, raw)

    async def _result(self, ref: PictureRef) -> Picture:
        job_id, number = parts_of(ref)
        for picture in await self.pictures.pictures(job_id):
            if picture.number == number:
                return picture
        raise Refused(code="picture_gone")
