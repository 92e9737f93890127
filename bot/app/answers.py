"""Telegram's answers to what the bot sends, without the parts that nobody here reads.

A message that was sent or edited comes back whole, with the one it answers and all its buttons.
Making objects of that took more processor time than the rest of the call.
"""

from collections.abc import Sequence
from typing import Any

UNREAD = frozenset(
    {
        "from",
        "sender_chat",
        "text",
        "entities",
        "caption",
        "caption_entities",
        "link_preview_options",
        "quote",
        "external_reply",
        "reply_to_message",
        "reply_markup",
    }
)
"""Of a Message (Bot API, Message); all of them are optional there."""

FILES = frozenset({"photo", "document"})
Json = dict[str, Any]


def slimmed(answer: Json) -> Json:
    """The answer with its messages slimmed, one or an album's; anything else as it is."""
    match answer:
        case {"result": [*results]}:
            return {**answer, "result": [_slim(each) for each in results]}
        case {"result": result}:
            return {**answer, "result": _slim(result)}
        case _:
            return answer  # an error


def _slim(message: object) -> object:
    if not isinstance(message, dict) or "message_id" not in message:
        return message
    if "edit_date" in message and not message.keys() & FILES:
        return True  # what Telegram says itself of edits that have no message to show
    kept = {key: part for key, part in message.items() if key not in UNREAD}
    if photo := kept.get("photo"):
        kept["photo"] = _largest(photo)
    return kept


def _largest(sizes: Sequence[Json]) -> Sequence[Json]:
    """Telegram lists the largest size last (Bot API, Message.photo)."""
    return sizes[-1:]
