"""The part of a message that a reply quotes (Bot API, TextQuote)."""

from typing import Any

from bot.playground.botapi.chats import Message
from bot.playground.botapi.entities import Entity, utf16_length

MAX_QUOTE = 1024  # Bot API, ReplyParameters: 0-1024 after entity parsing
# What a quote keeps of its message's looks (Bot API, TextQuote).
_KEPT = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"}
)

Json = dict[str, Any]


class NotQuotable(ValueError):
    """The words are no part of the message, or too many."""


def quote_of(message: Message, words: str, position: int | None = None) -> Json:
    """Make the TextQuote of a part of a message's text or caption.

    Args:
        message: what is quoted from.
        words: exactly as they stand there.
        position: where they stand, in UTF-16 units; the nearest such place is taken.

    Raises:
        NotQuotable: they do not stand there.
    """
    text = message.content.text
    places = _places(text, words)
    if not places or utf16_length(words) > MAX_QUOTE:
        raise NotQuotable("these words are no part of the message")
    start = min(places, key=lambda place: abs(place - (position or 0)))
    quote: Json = {"text": words, "position": start, "is_manual": True}
    entities = _within(message.content.entities, start, words)
    return quote | ({"entities": entities} if entities else {})


def _places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words) if words.strip() else -1
    while at >= 0:
        found.append(utf16_length(text[:at]))
        at = text.find(words, at + 1)
    return found


def _within(entities: tuple[Entity, ...], start: int, words: str) -> list[Entity]:
    end = start + utf16_length(words)
    inside = []
    for entity in entities:
        left = max(start, entity["offset"])
        right = min(end, entity["offset"] + entity["length"])
        if entity["type"] in _KEPT and left < right:
            inside.append({**entity, "offset": left - start, "length": right - left})
    return inside
