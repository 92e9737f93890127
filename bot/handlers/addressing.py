"""Who speaks to whom: is a message meant for this bot, who wrote it, where does the answer belong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity

from bot.domain.job import Address

GENERAL_TOPIC = 1  # sending it is refused (Bot API, message_thread_id)
# Nobody sees these, and yet they come: with copied text, from keyboards of right-to-left scripts, in
# empty messages sent for a joke. Words of nothing else are no words. The tags that end some flags stay.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0"
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The bot itself, as `getMe` tells."""

    user_id: int
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a message says to this bot.

    Attributes:
        command: name of the bot command in lower case; None for other words.
        words: everything else, without command and mention.
        is_by_name: the command or the mention names this bot.
    """

    command: str | None
    words: str
    is_by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who wrote: a person, or the chat in whose name someone wrote (its id is negative).

    Attributes:
        language_code: as the person's app says; None when Telegram does not tell.
        is_chat_itself: an anonymous admin of the group.
    """

    user_id: int
    language_code: str | None = None
    is_chat_itself: bool = False


def is_private(message: Message) -> bool:
    """Is this a talk between one person and the bot?"""
    return message.chat.type == Chat.PRIVATE


def address_of(message: Message) -> Address:
    """Where the answer to a message belongs."""
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Address(
        chat_id=message.chat.id,
        thread_id=None if thread_id == GENERAL_TOPIC else thread_id,
        reply_to=message.message_id or None,  # 0: an ephemeral message
    )


def move_of(message: Message) -> tuple[int, int] | None:
    """Old and new id of a group that became a supergroup; Telegram says it in both chats."""
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None


def speaker_of(message: Message) -> Speaker | None:
    """Who wrote; None for channels' forwarded posts and for other bots."""
    if message.is_automatic_forward:
        return None
    if message.sender_chat is not None:
        chat_id = message.sender_chat.id
        return Speaker(user_id=chat_id, is_chat_itself=chat_id == message.chat.id)
    person = message.from_user
    if person is None or person.is_bot:
        return None
    return Speaker(user_id=person.id, language_code=person.language_code)


def replied_to(message: Message) -> Message | None:
    """The message that this one answers; a topic's opening is none."""
    reply = message.reply_to_message
    if reply is None or reply.forum_topic_created is not None:
        return None
    return reply


def is_from(message: Message | None, me: Identity) -> bool:
    """Did this bot write it?"""
    author = message.from_user if message else None
    return author is not None and author.id == me.user_id


def hear(message: Message, me: Identity) -> Heard | None:
    """What is said to this bot; None when the message is not for it."""
    text = message.text or message.caption or ""
    mentions = _mentions(message, text, me)
    words = trimmed(_without(text, mentions))
    if command := _COMMAND.match(words):
        name, bot_name = command.groups()
        if bot_name and bot_name.casefold() != me.username.casefold():
            return None
        return Heard(
            command=name.lower(),
            words=trimmed(words[command.end() :]),
            is_by_name=bool(bot_name or mentions),
        )
    # An answer without words is a reaction: a group's photo is no order just because of where it is.
    is_answer = bool(words) and is_from(replied_to(message), me)
    if is_private(message) or mentions or is_answer:
        return Heard(command=None, words=words, is_by_name=bool(mentions))
    return None


def trimmed(words: str) -> str:
    """Without what nobody sees before and behind."""
    while words != (shorter := words.strip().strip(_UNSEEN)):
        words = shorter
    return words


def _mentions(message: Message, text: str, me: Identity) -> tuple[tuple[int, int], ...]:
    """Where the bot is named, as (start, end) in UTF-16 units, the way entities count."""
    entities = message.entities or message.caption_entities
    return tuple(
        (entity.offset, entity.offset + entity.length)
        for entity in entities
        if _names_us(entity, text, me)
    )


def _names_us(entity: MessageEntity, text: str, me: Identity) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.user_id
    if entity.type != MessageEntity.MENTION:
        return False
    name = _part(text, entity.offset, entity.offset + entity.length)
    return name.casefold() == f"@{me.username}".casefold()


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in sorted(spans):
        pieces.append(_part(text, position, start))
        position = end
    pieces.append(_part(text, position, len(text) * 2))
    return "".join(pieces)


def _part(text: str, start: int, end: int) -> str:
    units = text.encode("utf-16-le")
    return units[start * 2 : end * 2].decode("utf-16-le", errors="ignore")
