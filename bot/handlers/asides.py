"""Short answers that concern one person: in a group nobody else needs to see them, or not for long."""

import asyncio
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import structlog
from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError

from bot.domain.job import Address
from bot.handlers.addressing import speaker_of
from bot.handlers.replies import Replies, Words
from bot.services.ports import Sweeper
from providers.clock import Clock

EPHEMERAL = "ephemeral_message_parameters"  # Bot API 10.3, sendMessage
LACK_OF_RIGHTS = ("not_admin", "rights")  # as Telegram's users report them
NOT_ALLOWED_FOR = 600.0  # seconds until a chat that refused is asked again
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom an aside is for.

    Attributes:
        user_id: None when it is nobody in person: an anonymous admin, or who speaks as a channel.
        query_id: of the press that is answered.
        ephemeral_id: of the ephemeral command that is answered.
    """

    user_id: int | None
    query_id: str | None = None
    ephemeral_id: int | None = None

    @property
    def gave_leave(self) -> bool:
        """May any bot speak to them alone? Otherwise it has to be an admin (Bot API 10.3)."""
        return self.query_id is not None or self.ephemeral_id is not None


def reader_of(message: Message) -> Reader:
    """Who wrote a message, as somebody who can be told something alone."""
    speaker = speaker_of(message)
    user_id = speaker.user_id if speaker is not None else 0
    return Reader(
        user_id=user_id if user_id > 0 else None,
        ephemeral_id=message.api_kwargs.get("ephemeral_message_id"),
    )


class Asides:
    """Ordinary answers in private; in groups ephemeral ones, else ones that delete themselves.

    An ephemeral message is seen by its reader alone. A server older than Bot API 10.3 passes over
    what it does not know and shows the message to everybody: only its answer tells.

    Args:
        replies: sends.
        sweeper: deletes.
        clock: time.
    """

    def __init__(self, replies: Replies, sweeper: Sweeper, clock: Clock) -> None:
        self._replies = replies
        self._sweeper = sweeper
        self._clock = clock
        self._refused: dict[int, float] = {}  # until when, by chat
        self._turns = WeakValueDictionary[int, asyncio.Lock]()

    async def say(
        self, reader: Reader, address: Address, language: str, key: str, **args: Words
    ) -> None:
        """Tell one text."""
        await self.send(reader, address, self._replies.text(language, key, **args))

    async def send(
        self,
        reader: Reader,
        address: Address,
        *paragraphs: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Tell texts that are HTML already. An aside that cannot be sent is logged and let go."""
        if not address.is_group:
            await self._replies.send(address, *paragraphs, keyboard=keyboard)
            return
        try:
            message = await self._whisper(reader, address, paragraphs, keyboard)
            if message is None:
                message = await self._replies.post(
                    address, *paragraphs, keyboard=keyboard
                )
        except TelegramError as error:
            _log.warning("aside.lost", chat_id=address.chat_id, error=repr(error))
            return
        if "ephemeral_message_id" not in message.api_kwargs:
            await self._sweeper.sweep(message.chat.id, message.message_id)

    async def _whisper(
        self,
        reader: Reader,
        address: Address,
        paragraphs: tuple[str, ...],
        keyboard: InlineKeyboardMarkup | None,
    ) -> Message | None:
        """Send it for the reader's eyes; None when it certainly was not sent."""
        if reader.user_id is None:
            return None
        if reader.gave_leave:
            return await self._try(reader, address, paragraphs, keyboard)
        # One after the other: a crowd's asides need not all find out that the bot is no admin.
        async with self._turns.setdefault(address.chat_id, asyncio.Lock()):
            if self._refused.get(address.chat_id, 0.0) > self._clock.monotonic():
                return None
            return await self._try(reader, address, paragraphs, keyboard)

    async def _try(
        self,
        reader: Reader,
        address: Address,
        paragraphs: tuple[str, ...],
        keyboard: InlineKeyboardMarkup | None,
    ) -> Message | None:
        # Some answers to messages that are no commands are refused for the link alone.
        for where in (address, replace(address, reply_to=None)):
            try:
                return await self._replies.post(
                    where, *paragraphs, keyboard=keyboard, more=_only_for(reader)
                )
            except BadRequest as refusal:
                _log.info("aside.refused", chat_id=address.chat_id, error=repr(refusal))
                if reader.gave_leave or _is_for_lack_of_rights(refusal):
                    break
        if not reader.gave_leave:
            self._remember_refusal(address.chat_id)
        return None

    def _remember_refusal(self, chat_id: int) -> None:
        now = self._clock.monotonic()
        self._refused = {chat: at for chat, at in self._refused.items() if at > now}
        self._refused[chat_id] = now + NOT_ALLOWED_FOR


def _is_for_lack_of_rights(refusal: BadRequest) -> bool:
    return any(word in refusal.message.lower() for word in LACK_OF_RIGHTS)


def _only_for(reader: Reader) -> dict[str, object]:
    parameters: dict[str, object] = {"receiver_user_id": reader.user_id}
    if reader.query_id is not None:
        parameters["callback_query_id"] = reader.query_id
    more: dict[str, object] = {EPHEMERAL: parameters}
    if reader.ephemeral_id is not None:
        more["reply_parameters"] = {
            "ephemeral_message_id": reader.ephemeral_id,
            "allow_sending_without_reply": True,
        }
    return more
