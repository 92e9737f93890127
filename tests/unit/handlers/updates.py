"""Updates as Telegram sends them, and the people who cause them."""

import itertools
from typing import Any

from bot.handlers.addressing import Identity

ME = Identity(user_id=42, username="WrightBot")
ANNA, BORIS, GROUP = 1001, 1002, -100200300
Raw = dict[str, Any]
ids = itertools.count(1000)


def person(user_id: int = ANNA, language: str | None = "en") -> Raw:
    """A user."""
    who: Raw = {"id": user_id, "is_bot": False, "first_name": "P"}
    return who if language is None else {**who, "language_code": language}


MYSELF = {"id": ME.user_id, "is_bot": True, "first_name": "W", "username": ME.username}


def message(text: str | None = None, *, chat: int = ANNA, **more: Any) -> Raw:
    """A message; `caption` instead of `text` goes with a picture."""
    kind = "private" if chat > 0 else "supergroup"
    body: Raw = {
        "message_id": next(ids),
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": kind},
        "from": person(chat if chat > 0 else ANNA),
    }
    if text is not None:
        body["text"] = text
    return {**body, **more}


def update(body: Raw) -> Raw:
    """An update that brings a message."""
    return {"update_id": next(ids), "message": body}


def photo(name: str = "p", side: int = 800) -> Raw:
    """The photo part of a message, small sizes first as Telegram sends them."""
    sizes = [(90, f"{name}-small"), (side, name)]
    return {
        "photo": [
            {
                "file_id": file_id,
                "file_unique_id": file_id,
                "width": width,
                "height": width,
                "file_size": width * 100,
            }
            for width, file_id in sizes
        ]
    }


def document(
    mime_type: str | None = "image/png", name: str | None = "a.png", size: int = 1000
) -> Raw:
    """The document part of a message."""
    told = {"mime_type": mime_type, "file_name": name}
    body = {"file_id": "d", "file_unique_id": "d", "file_size": size}
    return {"document": {**body, **{k: v for k, v in told.items() if v is not None}}}


def mention(text: str, *, name: str = "@WrightBot") -> list[Raw]:
    """The entity of a mention in a text, counted in UTF-16 units."""
    before = text[: text.index(name)]
    units = len(before.encode("utf-16-le")) // 2
    return [{"type": "mention", "offset": units, "length": len(name)}]


def press(
    data: str,
    *,
    user_id: int = ANNA,
    chat: int = ANNA,
    language: str = "en",
    under: str | None = None,
) -> Raw:
    """An update that brings a press of a button under a message of the bot's.

    A forged one is `under` another button, of which its data says nothing.
    """
    key = {"text": "…", "callback_data": data if under is None else under}
    return {
        "update_id": next(ids),
        "callback_query": {
            "id": str(next(ids)),
            "from": person(user_id, language),
            "chat_instance": "1",
            "data": data,
            "message": {
                **message("done", chat=chat),
                "from": MYSELF,
                "reply_markup": {"inline_keyboard": [[key]]},
            },
        },
    }


def keyboard(*data: str) -> Raw:
    """Buttons under a message of the bot's, as a press brings them."""
    return {
        "inline_keyboard": [[{"text": "…", "callback_data": each}] for each in data]
    }
