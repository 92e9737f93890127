"""A picture of what can be done: photos, and what the built-in engine makes of them."""

import asyncio
from dataclasses import dataclass
from importlib.resources import files

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.job import Address
from bot.services.values import Offer
from providers.base import Operation

PICTURE = files("bot.handlers").joinpath("showcase.jpg")  # python -m tests.showcase
PICTURED = (Operation.EDIT, Operation.UPSCALE)
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Showcase:
    """Sends it; Telegram keeps it from the first time on."""

    telegram_bot: Bot
    _file_id: str | None = None

    async def show(self, address: Address, offer: Offer) -> None:
        """Show it where nobody else is bothered, if all that it shows can be done right now.

        One that cannot be sent is logged and let go: the words that follow say the same.
        """
        if address.is_group or not all(offer.can(each) for each in PICTURED):
            return
        photo: bytes | str | None = self._file_id
        if photo is None:
            photo = await asyncio.to_thread(PICTURE.read_bytes)
        try:
            message = await self.telegram_bot.send_photo(
                address.chat_id, photo, message_thread_id=address.thread_id
            )
        except TelegramError as error:
            _log.warning("showcase.lost", chat_id=address.chat_id, error=repr(error))
            return
        if message.photo:
            self._file_id = message.photo[-1].file_id
