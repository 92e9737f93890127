"""The command menu that Telegram shows beside the text field, in each language."""

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.i18n.texts import Texts

PRIVATE = (
    "gen",
    "edit",
    "upscale",
    "undo",
    "compare",
    "jobs",
    "cancel",
    "quota",
    "settings",
    "privacy",
    "forgetme",
    "help",
)
GROUP = (
    "gen",
    "edit",
    "upscale",
    "undo",
    "compare",
    "cancel",
    "quota",
    "settings",
    "help",
)
_log = structlog.get_logger(__name__)


async def publish_menu(telegram_bot: Bot, texts: Texts) -> None:
    """Set the menu for every language and scope; a failure costs nothing but the menu."""
    scopes = (
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
    )
    try:
        for scope, names in scopes:
            for language_code in (None, *texts.languages):  # None: everybody else
                await telegram_bot.set_my_commands(
                    commands_in(texts, language_code or texts.default, names),
                    scope=scope,
                    language_code=language_code,
                )
    except TelegramError as error:
        _log.warning("menu.unset", error=repr(error))


def commands_in(
    texts: Texts, language: str, names: tuple[str, ...]
) -> list[BotCommand]:
    """The menu's lines in one language."""
    return [BotCommand(name, texts.get(language, f"menu-{name}")) for name in names]
