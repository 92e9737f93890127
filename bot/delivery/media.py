"""The calls that carry pictures: photos, albums, files, and a status message turned into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from telegram import (
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
)
from telegram.constants import ParseMode

from bot.delivery.calls import TelegramBot, answering
from bot.delivery.outbox.gate import Slot
from bot.delivery.uploads import PATIENT, upload, uploads
from bot.domain.job import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A file and the words and buttons under it.

    Attributes:
        source: a file on disk, or Telegram's name of one that it has.
        is_file: goes as a document, byte by byte; otherwise as a photo.
        has_spoiler: a photo that is covered until somebody taps it; files cannot be.
    """

    source: Path | str
    name: str
    caption: str = ""
    markup: InlineKeyboardMarkup | None = None
    is_file: bool = False
    has_spoiler: bool = False


class Media:
    """Each method is exactly one call; the files are opened inside the slot."""

    def __init__(self, telegram_bot: TelegramBot) -> None:
        self._bot = telegram_bot

    async def send(
        self, exhibits: Sequence[Exhibit], here: Address, slot: Slot
    ) -> Sequence[Message]:
        """Send one picture, or an album of 2 to 10, in answer to the user's message.

        An album carries no buttons (Bot API sendMediaGroup).
        """
        if len(exhibits) > 1:
            return await self._send_album(exhibits, here, slot)
        (exhibit,) = exhibits
        if exhibit.is_file:
            return [await self._send_document(exhibit, here, slot)]
        return [await self._send_photo(exhibit, here, slot)]

    async def turn_into(
        self, message_id: int, exhibit: Exhibit, here: Address, slot: Slot
    ) -> Message | None:
        """Make a message show this picture, whether it was a text or a picture."""
        async with upload(exhibit.source, exhibit.name) as file:
            message = await self._bot.edit_message_media(
                _media(exhibit, file),
                here.chat_id,
                message_id,
                reply_markup=exhibit.markup,
                rate_limit_args=slot,
                **PATIENT,
            )
        return message if isinstance(message, Message) else None

    async def _send_photo(self, exhibit: Exhibit, here: Address, slot: Slot) -> Message:
        async with upload(exhibit.source, exhibit.name) as file:
            return await self._bot.send_photo(
                here.chat_id,
                file,
                caption=exhibit.caption or None,
                parse_mode=ParseMode.HTML,
                has_spoiler=exhibit.has_spoiler or None,
                reply_markup=exhibit.markup,
                reply_parameters=answering(here),
                message_thread_id=here.thread_id,
                rate_limit_args=slot,
                **PATIENT,
            )

    async def _send_document(
        self, exhibit: Exhibit, here: Address, slot: Slot
    ) -> Message:
        async with upload(exhibit.source, exhibit.name) as file:
            return await self._bot.send_document(
                here.chat_id,
                file,
                caption=exhibit.caption or None,
                parse_mode=ParseMode.HTML,
                reply_markup=exhibit.markup,
                disable_content_type_detection=True,
                reply_parameters=answering(here),
                message_thread_id=here.thread_id,
                rate_limit_args=slot,
                **PATIENT,
            )

    async def _send_album(
        self, exhibits: Sequence[Exhibit], here: Address, slot: Slot
    ) -> Sequence[Message]:
        async with uploads([(each.source, each.name) for each in exhibits]) as files:
            media = [
                _media(each, file) for each, file in zip(exhibits, files, strict=True)
            ]
            return await self._bot.send_media_group(
                here.chat_id,
                media,
                reply_parameters=answering(here),
                message_thread_id=here.thread_id,
                rate_limit_args=slot,
                **PATIENT,
            )


def _media(
    exhibit: Exhibit, file: InputFile | str
) -> InputMediaDocument | InputMediaPhoto:
    caption, mode = exhibit.caption or None, ParseMode.HTML
    if exhibit.is_file:
        return InputMediaDocument(file, caption=caption, parse_mode=mode)
    is_covered = exhibit.has_spoiler or None
    return InputMediaPhoto(
        file, caption=caption, parse_mode=mode, has_spoiler=is_covered
    )
