"""Messages as a person sees them: plain data for tests and for the page."""

from typing import Any

from bot.playground.botapi.chats import Message
from bot.playground.botapi.contents import Content, Media

View = dict[str, Any]


def message_view(message: Message, *, with_history: bool = True) -> View:
    """Show one message.

    Keys: ``message_id``, ``chat_id``, ``thread_id``, ``from`` (user, or None),
    ``sender_chat``, ``date``, ``edit_date`` (unix seconds with fractions, or None),
    ``text`` (text or caption), ``entities``, ``media`` (None or a dict with ``kind``,
    ``file_id``, ``size``, ``sha256``, ``width``, ``height``, ``file_name``,
    ``mime_type``, ``thumbnail_file_id``, ``sizes``), ``buttons`` (rows of the API's buttons),
    ``markup``, ``reply_to`` (message id), ``quote`` (TextQuote), ``media_group_id``, ``deleted``,
    ``ephemeral_id``, ``receiver_id``, ``reactions`` (emoji by user id), ``service``
    and ``history`` (earlier states, oldest first).
    """
    view: View = {
        "message_id": message.message_id,
        "chat_id": message.chat.chat_id,
        "thread_id": message.thread_id,
        "from": message.sender.to_api() if message.sender else None,
        "sender_chat": message.sender_chat.to_api() if message.sender_chat else None,
        "date": message.at,
        "edit_date": message.edited_at,
        "markup": message.markup,
        "reply_to": message.reply_to.message_id if message.reply_to else None,
        "quote": message.quote,
        "media_group_id": message.media_group_id,
        "deleted": message.is_deleted,
        "ephemeral_id": message.ephemeral_id,
        "receiver_id": message.receiver.user_id if message.receiver else None,
        "reactions": {
            str(key): list(value) for key, value in message.reactions.items()
        },
        "service": message.service or None,
    }
    view |= _content_view(message.content, message.markup)
    if with_history:
        view["history"] = [
            {"at": past.at, **_content_view(past.content, past.markup)}
            for past in message.history
        ]
    return view


def _content_view(content: Content, markup: dict[str, Any] | None) -> View:
    return {
        "text": content.text,
        "entities": list(content.entities),
        "media": _media_view(content.media),
        "spoiler": content.has_spoiler,
        "buttons": (markup or {}).get("inline_keyboard", []),
    }


def _media_view(media: Media | None) -> View | None:
    if media is None:
        return None
    best = media.best
    return {
        "kind": media.kind,
        "file_id": best.file_id,
        "size": best.blob.size,
        "sha256": best.blob.sha256,
        "width": best.width,
        "height": best.height,
        "file_name": best.file_name,
        "mime_type": best.mime_type,
        "thumbnail_file_id": media.thumbnail.file_id if media.thumbnail else None,
        "sizes": [
            {"file_id": size.file_id, "width": size.width, "height": size.height}
            for size in media.files
        ],
    }
