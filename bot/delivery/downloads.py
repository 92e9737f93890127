"""Files that users sent, fetched from Telegram; no address of theirs is ever told to anyone."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from telegram import File
from telegram.error import BadRequest, TelegramError
from typing_extensions import override

from bot.delivery.calls import TelegramBot
from bot.domain.errors import Refused, Unreachable
from bot.domain.recipe import PictureRef
from bot.services.ports import FileSource

MAX_DOWNLOAD = 20 * 2**20  # bytes (Bot API getFile)
AT_ONCE = 4  # the library holds a whole file in memory
READ_TIMEOUT = 60.0  # seconds without a byte


class TelegramFileSource(FileSource):
    """Downloads through getFile.

    Args:
        telegram_bot: PTB's; in local mode its server names paths on this machine.
        max_download: bytes; a local server has no limit of its own.
    """

    def __init__(
        self, telegram_bot: TelegramBot, *, max_download: int = MAX_DOWNLOAD
    ) -> None:
        self._bot = telegram_bot
        self._max_download = max_download
        self._turns = asyncio.Semaphore(AT_ONCE)

    @override
    async def download(self, ref: PictureRef, destination: Path) -> None:
        if ref.size is not None and ref.size > self._max_download:
            raise self._too_big()
        file = await self._locate(ref)
        if file.file_size is not None and file.file_size > self._max_download:
            raise self._too_big()
        async with self._turns, _arriving(destination) as partial:
            await self._fetch(file, partial)

    async def _locate(self, ref: PictureRef) -> File:
        try:
            return await self._bot.get_file(ref.file_id)
        except BadRequest as exc:
            if "too big" in exc.message.lower():
                raise self._too_big() from None
            raise Refused(code="file_gone") from None
        except TelegramError as exc:
            raise Unreachable(f"getFile: {type(exc).__name__}") from None

    async def _fetch(self, file: File, partial: Path) -> None:
        local = Path(file.file_path or "")
        if self._bot.local_mode and await asyncio.to_thread(local.is_file):
            await asyncio.to_thread(shutil.copyfile, local, partial)
            return
        # The address of a file holds the token, so no error may carry it or its cause.
        try:
            data = await file.download_as_bytearray(read_timeout=READ_TIMEOUT)
        except TelegramError as exc:
            raise Unreachable(f"file: {type(exc).__name__}") from None
        await asyncio.to_thread(partial.write_bytes, data)

    def _too_big(self) -> Refused:
        megabytes = self._max_download // 2**20
        return Refused(code="file_too_big", args_for_text={"allowed": megabytes})


@asynccontextmanager
async def _arriving(destination: Path) -> AsyncIterator[Path]:
    """A place beside the destination; it becomes the destination or vanishes."""
    await asyncio.to_thread(destination.parent.mkdir, parents=True, exist_ok=True)
    partial = destination.with_name(f".{destination.name}.part")
    try:
        yield partial
        await asyncio.to_thread(partial.replace, destination)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)
