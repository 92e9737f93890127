"""Methods that send one message: text, photo, document, draft, chat action."""

from typing import Any

from bot.playground.botapi.addressing import (
    Destination,
    destination,
    open_topic,
    writable_chat,
)
from bot.playground.botapi.attachments import document, photo
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import Envelope, Message
from bot.playground.botapi.composing import (
    captioned,
    checked_markup,
    draft_text,
    text_content,
)
from bot.playground.botapi.contents import Content
from bot.playground.botapi.errors import bad_request, violation
from bot.playground.botapi.mentions import with_mentions

# Bot API, sendChatAction
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(call: Call) -> object:
    """Send a text."""
    where = destination(call)
    content = with_mentions(call.world, text_content(call.values))
    return _post(call, where, content).to_api()


async def send_photo(call: Call) -> object:
    """Send a photo."""
    where = destination(call)
    media = await photo(call, call.values["photo"])
    return _post(call, where, captioned(call.values, media)).to_api()


async def send_document(call: Call) -> object:
    """Send a file as it is."""
    where = destination(call)
    media = await document(call, call.values["document"], call.values.get("thumbnail"))
    return _post(call, where, captioned(call.values, media)).to_api()


async def send_message_draft(call: Call) -> object:
    """Show a text that is still being written; no message comes of it."""
    chat = writable_chat(call)
    if not chat.is_private:
        raise bad_request("drafts can be sent only to private chats")
    if call.values["draft_id"] == 0:
        raise violation("draft_id must be non-zero")
    call.world.tell_chat(
        "draft",
        chat,
        draft_id=call.values["draft_id"],
        text=draft_text(call.values),
        thread_id=open_topic(call, chat),
    )
    return True


async def send_chat_action(call: Call) -> object:
    """Show what the bot is doing."""
    chat = writable_chat(call)
    action: str = call.values["action"]
    if action not in _ACTIONS:
        raise violation("wrong parameter action in request")
    call.world.tell_chat(
        "chat_action", chat, action=action, thread_id=open_topic(call, chat)
    )
    return True


def _post(call: Call, where: Destination, content: Content) -> Message:
    return post(call, where, content, checked_markup(call.values))


def post(
    call: Call, where: Destination, content: Content, markup: dict[str, Any] | None
) -> Message:
    """Put the bot's message into the chat."""
    envelope = Envelope(
        thread_id=where.thread_id,
        reply_to=where.reply_to,
        quote=where.quote,
        receiver=where.receiver,
        markup=markup,
    )
    return call.world.add_message(where.chat, call.world.bot, content, envelope)


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMessageDraft": send_message_draft,
    "sendChatAction": send_chat_action,
}
