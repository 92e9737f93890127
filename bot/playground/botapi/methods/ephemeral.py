"""Methods for messages that only one member of a group sees (Bot API 10.2)."""

from bot.playground.botapi.addressing import writable_chat
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import Message
from bot.playground.botapi.errors import bad_request
from bot.playground.botapi.methods.editing import (
    apply,
    change_caption,
    change_media,
    change_text,
)


async def edit_ephemeral_message_text(call: Call) -> object:
    """Change its text."""
    change_text(call, _found(call, "edit"))
    return True


async def edit_ephemeral_message_caption(call: Call) -> object:
    """Change its caption."""
    change_caption(call, _found(call, "edit"))
    return True


async def edit_ephemeral_message_media(call: Call) -> object:
    """Change its photo or file."""
    await change_media(call, _found(call, "edit"))
    return True


async def edit_ephemeral_message_reply_markup(call: Call) -> object:
    """Change its buttons."""
    message = _found(call, "edit")
    apply(call, message, message.content)
    return True


async def delete_ephemeral_message(call: Call) -> object:
    """Take it away."""
    message = _found(call, "delete")
    message.is_deleted = True
    call.world.tell("delete", message)
    return True


def _found(call: Call, purpose: str) -> Message:
    chat = writable_chat(call)
    key = (call.values["receiver_user_id"], call.values["ephemeral_message_id"])
    message = chat.ephemerals.get(key)
    if message is None or message.is_deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


METHODS: dict[str, Method] = {
    "editEphemeralMessageText": edit_ephemeral_message_text,
    "editEphemeralMessageCaption": edit_ephemeral_message_caption,
    "editEphemeralMessageMedia": edit_ephemeral_message_media,
    "editEphemeralMessageReplyMarkup": edit_ephemeral_message_reply_markup,
    "deleteEphemeralMessage": delete_ephemeral_message,
}
