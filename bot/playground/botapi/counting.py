"""Which calls count against which flood limit, and how much."""

from typing import Any

# Said to be free by the server's authors, or free by what is reported.
_FREE = frozenset({"sendChatAction"})
# They count over all chats, but put no message into one.
_OVERALL_ONLY = frozenset(
    {
        "deleteMessage",
        "deleteMessages",
        "deleteEphemeralMessage",
        "setMessageReaction",
        "sendMessageDraft",
    }
)
_MESSAGES = ("send", "edit", "copy", "forward")


def counts(method: str) -> bool:
    """Say whether a call counts at all."""
    if method in _FREE:
        return False
    return method in _OVERALL_ONLY or method.startswith(_MESSAGES)


def counted_chat(method: str, values: dict[str, Any]) -> int | None:
    """Tell the chat whose own limit a call counts against."""
    chat_id = values.get("chat_id")
    if method in _OVERALL_ONLY or not isinstance(chat_id, int):
        return None
    return chat_id


def cost(method: str, values: dict[str, Any]) -> int:
    """Tell how many messages a call puts into a group: an album is one per picture."""
    media = values.get("media")
    if method == "sendMediaGroup" and isinstance(media, list):
        return max(1, len(media))
    return 1
