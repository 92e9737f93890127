"""Entities that Telegram finds by itself: commands, mentions, links, tags."""

import re
from collections.abc import Iterator

from bot.playground.botapi.entities import Entity, utf16_length

_PATTERNS = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"]+")),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    ),
    ("mention", re.compile(r"(?<![\w/])@[A-Za-z]\w{2,31}\b")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)
_HINTS = ("/", "@", "#")


def with_detected(text: str, given: list[Entity]) -> list[Entity]:
    """Add what Telegram recognises to the entities that the sender gave."""
    if not any(hint in text for hint in _HINTS):
        return given
    taken = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in given
    ]
    found = []
    for entity in _find(text):
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if all(stop <= left or start >= right for left, right in taken):
            taken.append((start, stop))
            found.append(entity)
    return sorted(
        [*given, *found], key=lambda entity: (entity["offset"], -entity["length"])
    )


def entity_text(text: str, entity: Entity) -> str:
    """Cut out the text that an entity covers."""
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le")


def _find(text: str) -> Iterator[Entity]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match[0]),
            }
