"""What the bot says about itself: commands, name, descriptions, by language."""

import json
import re
from typing import Any

from bot.playground.botapi.errors import violation

Json = dict[str, Any]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMANDS = 100  # Bot API, setMyCommands
_MAX_DESCRIPTION = 256  # Bot API, BotCommand


class Profile:
    """The bot's public face."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(
        self, commands: list[Json], scope: Json | None, language: str
    ) -> None:
        """Set the menu of a scope and language.

        Raises:
            Violation: Too many commands, or one that cannot be typed.
        """
        if len(commands) > _MAX_COMMANDS:
            raise violation("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
                raise violation("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= _MAX_DESCRIPTION:
                raise violation("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[_key(scope, language)] = commands

    def commands(self, scope: Json | None, language: str) -> list[Json]:
        """Tell the menu of exactly this scope and language."""
        return self._commands.get(_key(scope, language), [])

    def delete_commands(self, scope: Json | None, language: str) -> None:
        """Remove the menu of a scope and language."""
        self._commands.pop(_key(scope, language), None)

    def menu(self, scope_types: list[str], language: str) -> list[Json]:
        """Tell the menu a user sees: the narrowest scope wins, then the language."""
        for scope_type in [*scope_types, "default"]:
            for code in (language, ""):
                found = self._commands.get(_key({"type": scope_type}, code))
                if found:
                    return found
        return []

    def set_text(self, field: str, text: str, language: str, limit: int) -> None:
        """Set a name or description; an empty text removes it.

        Raises:
            Violation: It is too long.
        """
        if len(text) > limit:
            raise violation(f"{field} is too long, at most {limit} characters")
        self._texts[field, language] = text

    def text(self, field: str, language: str) -> str:
        """Tell a name or description, in the default language where none is set."""
        return self._texts.get((field, language)) or self._texts.get((field, ""), "")


def _key(scope: Json | None, language: str) -> tuple[str, str]:
    return json.dumps(scope or {"type": "default"}, sort_keys=True), language
