"""Short messages to the bot's admins, when something needs a hand of theirs."""

import asyncio
import html

import structlog
from telegram.error import TelegramError

from bot.delivery.calls import TelegramBot
from bot.i18n.texts import Texts
from bot.services.background import begin

log = structlog.get_logger(__name__)


class Pager:
    """Writes to every admin in their private chat; who never wrote to the bot cannot be reached.

    Args:
        telegram_bot: paced by the outbox beneath it.
        texts: the catalogues; admins are written to in the bot's default language.
        admin_ids: ADMIN_IDS.
    """

    def __init__(
        self, telegram_bot: TelegramBot, texts: Texts, admin_ids: frozenset[int]
    ) -> None:
        self._bot = telegram_bot
        self._texts = texts
        self._admin_ids = admin_ids
        self._sending: set[asyncio.Task[None]] = set()

    def text(self, key: str, **args: str | float) -> str:
        """A text in the admins' language."""
        return self._texts.get(self._texts.default, key, **args)

    def page(self, key: str, **args: str) -> None:
        """Send a text, in the background."""
        text = self.text(
            key, **{name: html.escape(value) for name, value in args.items()}
        )
        for admin_id in sorted(self._admin_ids):
            task = begin(self._send(admin_id, text), if_broken="pager.broken")
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def stop(self) -> None:
        """Break off what is not sent."""
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _send(self, admin_id: int, text: str) -> None:
        try:
            await self._bot.send_message(admin_id, text, parse_mode="HTML")
        except TelegramError as error:
            log.info("pager.unreachable", admin_id=admin_id, error=repr(error))
