"""What Telegram shows of the bot before anybody writes to it: its descriptions, in each language."""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.handlers.menu import publish_menu
from bot.i18n.texts import Texts

_log = structlog.get_logger(__name__)


async def introduce(telegram_bot: Bot, texts: Texts) -> None:
    """Set the menu and the descriptions; a failure costs nothing but them."""
    await publish_menu(telegram_bot, texts)
    await publish_descriptions(telegram_bot, texts)


async def publish_descriptions(telegram_bot: Bot, texts: Texts) -> None:
    """Set what an empty chat and the profile say, in every language where it is not so yet.

    Telegram counts changes of a profile strictly, and a bot may start often: it is asked first.
    """
    try:
        for language_code in (None, *texts.languages):  # None: everybody else
            await _describe(telegram_bot, texts, language_code)
    except TelegramError as error:
        _log.warning("descriptions.unset", error=repr(error))


async def _describe(bot: Bot, texts: Texts, language_code: str | None) -> None:
    language = language_code or texts.default
    words = texts.get(language, "menu-description")
    if (await bot.get_my_description(language_code)).description != words:
        await bot.set_my_description(words, language_code)
    words = texts.get(language, "menu-short-description")
    if (await bot.get_my_short_description(language_code)).short_description != words:
        await bot.set_my_short_description(words, language_code)
