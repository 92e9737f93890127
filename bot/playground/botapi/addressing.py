"""Where a call points: chats, topics, replied messages, the one receiver."""

from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.call import Call
from bot.playground.botapi.chats import ADMINISTRATORS, PRESENT, Chat, Message, User
from bot.playground.botapi.composing import plain_text
from bot.playground.botapi.errors import bad_request, forbidden, upgraded, violation
from bot.playground.botapi.quoting import NotQuotable, quote_of

GENERAL_TOPIC_ID = 1
# A bot without rights may send an ephemeral message for so long after the user's press or
# ephemeral message; an ordinary message gives it no leave (Bot API 10.3, ephemeral messages).
_EPHEMERAL_GRACE = 15.0
# Users of Telegram's own server report this word for private chats and for lacking rights.
_NO_LEAVE = "BOT_NOT_ADMIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a new message goes."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None
    quote: dict[str, Any] | None
    receiver: User | None


def known_chat(call: Call, key: str = "chat_id") -> Chat:
    """Find the chat of a call that only reads.

    Raises:
        ApiError: No such chat, or it became a supergroup.
    """
    chat = call.world.find_chat(call.values[key])
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    return chat


def writable_chat(call: Call) -> Chat:
    """Find the chat of a call that writes.

    Raises:
        ApiError: As above, or the bot cannot write there any more.
    """
    chat = known_chat(call)
    if chat.is_private:
        person = chat.members[chat.chat_id].user
        if person.is_deactivated:
            raise forbidden("user is deactivated")
        if person.has_blocked:
            raise forbidden("bot was blocked by the user")
    elif chat.is_deleted:
        raise forbidden("the group chat was deleted")
    elif not call.world.bot_is_in(chat):
        if chat.role_of(call.world.bot.user_id) == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def destination(call: Call) -> Destination:
    """Work out where a new message goes.

    Raises:
        ApiError: The chat, topic or replied message does not take it.
    """
    chat = writable_chat(call)
    if not chat.bot_may_write:
        raise bad_request("not enough rights to send text messages to the chat")
    reply_to = replied_message(call, chat)
    thread_id = open_topic(call, chat)
    if thread_id is None and reply_to is not None:
        thread_id = reply_to.thread_id
    receiver = ephemeral_receiver(call, chat, reply_to)
    return Destination(
        chat=chat,
        thread_id=thread_id,
        reply_to=reply_to,
        quote=quoted_part(call, reply_to),
        receiver=receiver,
    )


def open_topic(call: Call, chat: Chat) -> int | None:
    """Check the topic a call names.

    Raises:
        Violation: General was addressed by its id.
        ApiError: No such topic, or it is closed and the bot is no administrator.
    """
    thread_id: int | None = call.values.get("message_thread_id")
    if thread_id is None or thread_id == 0:
        return None
    if thread_id == GENERAL_TOPIC_ID:
        raise violation("message thread not found")
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_closed and chat.role_of(call.world.bot.user_id) not in ADMINISTRATORS:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def replied_message(call: Call, chat: Chat) -> Message | None:
    """Find the message that a new one answers.

    Raises:
        ApiError: It is gone and the call does not allow sending without it.
    """
    parameters = call.values.get("reply_parameters")
    if parameters is None:
        return None
    other = parameters.get("chat_id", chat.chat_id)
    if call.world.find_chat(other) is not chat:
        raise violation("replies across chats are not covered by this server")
    message_id = parameters.get("message_id")
    found = chat.live_message(message_id) if message_id is not None else None
    if found is None and "ephemeral_message_id" in parameters:
        found = _ephemeral_with_id(chat, parameters["ephemeral_message_id"])
    if found is None and not parameters.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return found


def quoted_part(call: Call, reply_to: Message | None) -> dict[str, Any] | None:
    """Find the part of the replied message that the call quotes.

    Raises:
        ApiError: The message does not say so.
    """
    parameters = call.values.get("reply_parameters", {})
    if reply_to is None or not parameters.get("quote"):
        return None
    words, _ = plain_text(parameters, "quote", "quote_entities", "quote_parse_mode")
    try:
        return quote_of(reply_to, words, parameters.get("quote_position"))
    except NotQuotable:
        raise bad_request("QUOTE_TEXT_INVALID") from None


def ephemeral_receiver(call: Call, chat: Chat, reply_to: Message | None) -> User | None:
    """Find the one receiver of an ephemeral message.

    Raises:
        ApiError: It may not be sent to that user there or now.
    """
    parameters = call.values.get("ephemeral_message_parameters")
    if parameters is None or not call.world.config.ephemeral_messages:
        return None
    if chat.is_private:
        raise bad_request(_NO_LEAVE)
    user_id: int = parameters["receiver_user_id"]
    if chat.role_of(user_id) not in PRESENT or chat.members[user_id].user.is_bot:
        raise bad_request("USER_NOT_PARTICIPANT")
    is_admin = chat.role_of(call.world.bot.user_id) in ADMINISTRATORS
    if not is_admin and not _was_asked(call, user_id, reply_to):
        raise bad_request(_NO_LEAVE)
    return chat.members[user_id].user


def _was_asked(call: Call, user_id: int, reply_to: Message | None) -> bool:
    oldest = call.world.clock.now() - _EPHEMERAL_GRACE
    query_id = call.values["ephemeral_message_parameters"].get("callback_query_id")
    query = call.world.queries.find(query_id) if query_id is not None else None
    if query is not None and query.user.user_id == user_id and query.at >= oldest:
        return True
    return (
        reply_to is not None
        and reply_to.ephemeral_id is not None
        and reply_to.sender is not None
        and reply_to.sender.user_id == user_id
        and reply_to.at >= oldest
    )


def _ephemeral_with_id(chat: Chat, ephemeral_id: int) -> Message | None:
    for (_, known_id), message in chat.ephemerals.items():
        if known_id == ephemeral_id and not message.is_deleted:
            return message
    return None
