"""Methods that send again what is already in a chat."""

from typing import Any

from bot.playground.botapi.addressing import destination, known_chat
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import Envelope, Message
from bot.playground.botapi.composing import captioned, checked_markup
from bot.playground.botapi.errors import bad_request


async def copy_message(call: Call) -> object:
    """Send a message's content as the bot's own."""
    source = _source(call, "copy")
    where = destination(call)
    content = source.content
    if "caption" in call.values and content.media is not None:
        content = captioned(call.values, content.media)
    envelope = Envelope(
        thread_id=where.thread_id,
        reply_to=where.reply_to,
        quote=where.quote,
        markup=checked_markup(call.values),
    )
    copied = call.world.add_message(where.chat, call.world.bot, content, envelope)
    return {"message_id": copied.message_id}


async def forward_message(call: Call) -> object:
    """Send a message on with the name of who wrote it."""
    source = _source(call, "forward")
    where = destination(call)
    envelope = Envelope(thread_id=where.thread_id, forward_origin=_origin(source))
    return call.world.add_message(
        where.chat, call.world.bot, source.content, envelope
    ).to_api()


def _source(call: Call, purpose: str) -> Message:
    message = known_chat(call, "from_chat_id").live_message(call.values["message_id"])
    if message is None or message.service:
        raise bad_request(f"message to {purpose} not found")
    return message


def _origin(source: Message) -> dict[str, Any]:
    if source.forward_origin is not None:
        return source.forward_origin
    date = int(source.at)
    if source.sender_chat is not None or source.sender is None:
        chat = source.sender_chat or source.chat
        return {"type": "chat", "date": date, "sender_chat": chat.to_api()}
    return {"type": "user", "date": date, "sender_user": source.sender.to_api()}


METHODS: dict[str, Method] = {
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
