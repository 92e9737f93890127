"""Methods that change a message of the bot's: text, caption, media, buttons."""

from dataclasses import replace
from typing import Any

from bot.playground.botapi.addressing import writable_chat
from bot.playground.botapi.attachments import input_media
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import Message
from bot.playground.botapi.composing import captioned, checked_markup, text_content
from bot.playground.botapi.contents import Content
from bot.playground.botapi.errors import bad_request, violation
from bot.playground.botapi.mentions import with_mentions


async def edit_message_text(call: Call) -> object:
    """Change a text; the keyboard goes unless it is given again."""
    return change_text(call, editable(call)).to_api()


async def edit_message_caption(call: Call) -> object:
    """Change a caption."""
    return change_caption(call, editable(call)).to_api()


async def edit_message_media(call: Call) -> object:
    """Put a photo or file in place of the text, photo or file that was there."""
    message = editable(call)
    return (await change_media(call, message)).to_api()


async def edit_message_reply_markup(call: Call) -> object:
    """Change only the buttons."""
    message = editable(call)
    return apply(call, message, message.content).to_api()


def editable(call: Call) -> Message:
    """Find the message to edit.

    Raises:
        ApiError: It is gone or not the bot's own.
    """
    if "chat_id" not in call.values or "message_id" not in call.values:
        raise violation("message identifier is not specified")
    chat = writable_chat(call)
    message = chat.live_message(call.values["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not call.world.bot or message.forward_origin is not None:
        raise bad_request("message can't be edited")
    return message


def change_text(call: Call, message: Message) -> Message:
    """Give a text message a new text.

    Raises:
        ApiError: It is a photo or file, or nothing would change.
    """
    if "rich_message" in call.values:
        raise violation("rich messages are not covered by this server")
    if message.content.media is not None:
        raise bad_request("there is no text in the message to edit")
    content = with_mentions(call.world, text_content(call.values))
    return apply(call, message, content)


def change_caption(call: Call, message: Message) -> Message:
    """Give a photo or file a new caption.

    Raises:
        ApiError: It is a text, or nothing would change.
    """
    media = message.content.media
    if media is None:
        raise bad_request("there is no caption in the message to edit")
    content = captioned(call.values, media)
    return apply(
        call, message, replace(content, has_spoiler=message.content.has_spoiler)
    )


async def change_media(call: Call, message: Message) -> Message:
    """Give a message other media.

    Raises:
        ApiError: The media is refused, or does not fit the message's album.
    """
    item: dict[str, Any] = call.values["media"]
    current = message.content.media
    in_album = message.media_group_id is not None and current is not None
    if in_album and current is not None and current.kind != item["type"]:
        raise bad_request("can't change type of media in an album")
    media = await input_media(call, item)
    if message.is_deleted:
        # It was deleted while the upload was still being read.
        raise bad_request("message to edit not found")
    return apply(call, message, captioned(item, media))


def apply(call: Call, message: Message, content: Content) -> Message:
    """Change a message.

    Raises:
        ApiError: Nothing would change.
    """
    markup = checked_markup(call.values)
    if content == message.content and markup == message.markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    message.revise(call.world.clock.now(), content, markup)
    call.world.tell("edit", message)
    return message


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
