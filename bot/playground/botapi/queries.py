"""Query strings of the control side, read into values and filters."""

from typing import Any

from starlette.requests import Request

from bot.playground.botapi.feed import Match

Item = dict[str, Any]


class Query:
    """A request's query string; wrong numbers are ValueErrors."""

    def __init__(self, request: Request) -> None:
        self._values = request.query_params

    def text(self, name: str) -> str | None:
        """Read a text."""
        return self._values.get(name)

    def integer(self, name: str) -> int | None:
        """Read a whole number."""
        value = self._values.get(name)
        return None if value is None else int(value)

    def need(self, name: str) -> int:
        """Read a whole number that must be there."""
        value = self.integer(name)
        if value is None:
            raise ValueError(f"{name} is needed")
        return value

    def number(self, name: str, default: float) -> float:
        """Read a number."""
        value = self._values.get(name)
        return default if value is None else float(value)

    def boolean(self, name: str) -> bool | None:
        """Read a yes or no."""
        value = self._values.get(name)
        return None if value is None else value.lower() in {"1", "true", "yes"}

    def event_match(self) -> Match:
        """Make a filter of ``chat_id, kind, message_id, from_bot, has, text``.

        ``has`` is photo, document, sticker, buttons or text; ``text`` is a part of the
        message's text or caption.
        """
        exact = self._exact("chat_id", "message_id") | {
            key: value
            for key, value in (
                ("kind", self.text("kind")),
                ("from_bot", self.boolean("from_bot")),
            )
            if value is not None
        }
        has, text = self.text("has"), self.text("text")

        def match(event: Item) -> bool:
            if any(event.get(key) != value for key, value in exact.items()):
                return False
            message = event.get("message") or {}
            return _has(message, has) and (
                text is None or text in message.get("text", "")
            )

        return match

    def call_match(self) -> Match:
        """Make a filter of ``method, chat_id, ok``."""
        exact = self._exact("chat_id") | {
            key: value
            for key, value in (
                ("method", self.text("method")),
                ("ok", self.boolean("ok")),
            )
            if value is not None
        }

        def match(entry: Item) -> bool:
            return all(entry.get(key) == value for key, value in exact.items())

        return match

    def _exact(self, *names: str) -> dict[str, object]:
        values = {name: self.integer(name) for name in names}
        return {name: value for name, value in values.items() if value is not None}


def _has(message: Item, wanted: str | None) -> bool:
    if wanted is None:
        return True
    if wanted in {"buttons", "text"}:
        return bool(message.get(wanted))
    return (message.get("media") or {}).get("kind") == wanted
