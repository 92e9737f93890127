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
# In groups nobody sees the question but the bot, which may answer it alone without any rights
# (Bot API 10.2, BotCommand; an older server passes over the mark).
EPHEMERAL = frozenset({"quota"})
_log = structlog.get_logger(__name__)


async def publish_menu(telegram_bot: Bot, texts: Texts) -> None:
    """Set the menu for every language and scope; a failure costs nothing but the menu."""
    scopes = (
        (BotCommandScopeAllPrivateChats(), PRIVATE, frozenset[str]()),
        (BotCommandScopeAllGroupChats(), GROUP, EPHEMERAL),
    )
    try:
        for scope, names, ephemeral in scopes:
            for language_code in (None, *texts.languages):  # None: everybody else
                await telegram_bot.set_my_commands(
                    [
                        _command(texts, language_code or texts.default, name, ephemeral)
                        for name in names
                    ],
                    scope=scope,
                    language_code=language_code,
                )
    except TelegramError as error:
        _log.warning("menu.unset", error=repr(error))


def _command(
    texts: Texts, language: str, name: str, ephemeral: frozenset[str]
) -> BotCommand:
    """One of the menu's lines."""
    mark = {"is_ephemeral": True} if name in ephemeral else None
    return BotCommand(name, texts.get(language, f"menu-{name}"), api_kwargs=mark)
