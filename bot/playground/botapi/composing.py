"""Texts, captions and keyboards of a call, checked and made into content."""

from typing import Any

from bot.playground.botapi.contents import Content, Media
from bot.playground.botapi.detection import with_detected
from bot.playground.botapi.entities import Entity, parse_html, trimmed, utf16_length
from bot.playground.botapi.errors import violation

MAX_TEXT = 4096  # Bot API, sendMessage: 1-4096 after entity parsing
MAX_CAPTION = 1024  # Bot API, sendPhoto: 0-1024 after entity parsing
MAX_CALLBACK_DATA = 64  # Bot API, InlineKeyboardButton: 1-64 bytes
_MAX_COPY_TEXT = 256  # Bot API, CopyTextButton
_STYLES = frozenset({"danger", "success", "primary"})
# What a button does; each has exactly one (Bot API, InlineKeyboardButton).
_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    }
)

Json = dict[str, Any]


def text_content(values: Json) -> Content:
    """Make the content of a text message.

    Raises:
        Violation: Empty, too long, or not parsable.
    """
    text, entities = _formatted(values, "text", "entities")
    if not text:
        raise violation("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise violation("message is too long")
    return Content(text=text, entities=entities)


def captioned(values: Json, media: Media) -> Content:
    """Make the content of a media message from a call or from one InputMedia.

    Raises:
        Violation: The caption is too long or not parsable.
    """
    text, entities = _formatted(values, "caption", "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise violation("message caption is too long")
    return Content(
        text=text,
        entities=entities,
        media=media,
        has_spoiler=values.get("has_spoiler", False),
        caption_above=values.get("show_caption_above_media", False),
    )


def draft_text(values: Json) -> str:
    """Make the text of a draft, which may be empty.

    Raises:
        Violation: Too long, or not parsable.
    """
    text, _ = _formatted(values, "text", "entities")
    if utf16_length(text) > MAX_TEXT:
        raise violation("message is too long")
    return text


def checked_markup(values: Json) -> Json | None:
    """Check a keyboard; one without buttons counts as none.

    Raises:
        Violation: A button does nothing, too much, or carries too much data.
    """
    markup: Json | None = values.get("reply_markup")
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check_button(button)
    return {**markup, "inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise violation("BUTTON_TEXT_INVALID")
    if len(_ACTIONS.intersection(button)) != 1:
        raise violation("inline keyboard button must have exactly one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
        raise violation("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= _MAX_COPY_TEXT:
        raise violation("BUTTON_COPY_TEXT_INVALID")
    if button.get("style", "primary") not in _STYLES:
        raise violation("BUTTON_STYLE_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise violation("BUTTON_URL_INVALID")


def plain_text(
    values: Json, key: str, entities_key: str, mode_key: str = "parse_mode"
) -> tuple[str, list[Entity]]:
    """Read a text and its entities, given apart or as HTML.

    Raises:
        Violation: Both ways at once, another language than HTML, or not parsable.
    """
    raw: str = values.get(key, "")
    mode = values.get(mode_key)
    given: list[Entity] = values.get(entities_key, [])
    if mode:
        if given:
            raise violation(f"{mode_key} and {entities_key} exclude each other")
        if mode.lower() != "html":
            raise violation(f"unsupported {mode_key} (this server reads HTML)")
        raw, given = parse_html(raw)
    return raw, given


def _formatted(
    values: Json, key: str, entities_key: str
) -> tuple[str, tuple[Entity, ...]]:
    text, kept = trimmed(*plain_text(values, key, entities_key))
    return text, tuple(with_detected(text, kept))
