"""HTML as the Bot API reads it: plain text and its entities, counted in UTF-16."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.botapi.errors import Violation, violation

Entity = dict[str, Any]

_NAMES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)?(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>"
    r"|&(?P<reference>#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot);"
    r"|(?P<text>[^<&]+|&)"
    r"|(?P<stray><)"
)
_ATTRIBUTE = re.compile(
    r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?"
)


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, as Telegram counts every length and offset."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int


@dataclass(slots=True)
class _Reader:
    """One pass over the HTML."""

    source: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> None:
        for match in _TOKEN.finditer(self.source):
            if match["text"]:
                self._add(match["text"])
            elif match["reference"]:
                self._add(html.unescape(match[0]))
            elif match["close"] and match["tag"]:
                self._close(match["tag"].lower(), match.start())
            elif match["tag"]:
                self._open(match["tag"].lower(), match["rest"], match.start())
            else:
                raise self._broken(
                    'Unsupported start tag "" at byte offset', match.start()
                )
        if self.stack:
            tag = self.stack[-1].tag
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{tag}"')

    def _add(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def _open(self, tag: str, rest: str, position: int) -> None:
        attributes = {
            name.lower(): html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(rest)
        }
        known = tag in _NAMES
        if tag == "span":
            known = attributes.get("class") == "tg-spoiler"
        if not known:
            raise self._broken(
                f'Unsupported start tag "{tag}" at byte offset', position
            )
        self.stack.append(_Open(tag, attributes, self.length))

    def _close(self, tag: str, position: int) -> None:
        if not self.stack:
            raise self._broken("Unexpected end tag at byte offset", position)
        opened = self.stack.pop()
        if opened.tag != tag:
            offset = self._bytes_before(position)
            raise _cannot(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start:
            self._finish(opened)

    def _finish(self, opened: _Open) -> None:
        length = self.length - opened.start
        entity: Entity = {
            "type": _NAMES[opened.tag],
            "offset": opened.start,
            "length": length,
        }
        attributes = opened.attributes
        if opened.tag == "a":
            url = attributes.get("href") or "".join(self.plain)[-length:]
            if not re.match(r"^[a-z][a-z0-9+.-]*:", url):
                return  # Telegram drops links it cannot follow and keeps their text
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        elif opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and self.stack and self.stack[-1].tag == "pre":
            language = attributes.get("class", "").removeprefix("language-")
            self.stack[-1].attributes["language"] = language
            return
        elif opened.tag == "pre" and attributes.get("language"):
            entity["language"] = attributes["language"]
        self.entities.append(entity)

    def _bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _broken(self, reason: str, position: int) -> Violation:
        return _cannot(f"{reason} {self._bytes_before(position)}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read HTML into plain text and entities.

    Raises:
        Violation: A tag is unknown, unbalanced or open at the end.
    """
    if "<" not in source and "&" not in source:
        return source, []
    reader = _Reader(source)
    reader.read()
    return "".join(reader.plain), _ordered(reader.entities)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space off both ends, as Telegram does, and move the entities along."""
    body = text.lstrip()
    shift = utf16_length(text) - utf16_length(body)
    body = body.rstrip()
    end = utf16_length(body)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        stop = min(end, entity["offset"] - shift + entity["length"])
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return body, kept


def _ordered(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _cannot(reason: str) -> Violation:
    return violation(f"can't parse entities: {reason}")
