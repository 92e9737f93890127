"""Pictures that lie on this machine, where the bot has Telegram's."""

import asyncio
import shutil
from pathlib import Path

from typing_extensions import override

from bot.domain.errors import Refused
from bot.domain.recipe import PictureRef
from bot.services.ports import FileSource


class LocalFiles(FileSource):
    """A reference's `file_id` is a path."""

    @override
    async def download(self, ref: PictureRef, destination: Path) -> None:
        try:
            await asyncio.to_thread(shutil.copyfile, ref.file_id, destination)
        except FileNotFoundError as error:
            raise Refused(code="file_gone") from error
