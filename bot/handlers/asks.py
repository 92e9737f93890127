"""An ask: what one person said to the bot in one go, ready to be acted on."""

from dataclasses import dataclass

from telegram import Message

from bot.domain.job import Address
from bot.handlers.addressing import Heard, Speaker, is_private
from bot.handlers.asides import Reader, reader_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One message, or an album.

    Attributes:
        update_ids: of the updates that brought it, oldest first.
        messages: in the order of the chat; several are an album.
        main: the message with the words; the answer replies to it.
    """

    update_ids: tuple[int, ...]
    messages: tuple[Message, ...]
    main: Message
    speaker: Speaker
    heard: Heard
    address: Address
    language: str
    is_admin: bool = False

    @property
    def user_id(self) -> int:
        """Who pays."""
        return self.speaker.user_id

    @property
    def reader(self) -> Reader:
        """Whom an answer that concerns nobody else is for."""
        return reader_of(self.main)

    @property
    def chat_id(self) -> int:
        """Where it was said."""
        return self.address.chat_id

    @property
    def is_private(self) -> bool:
        """Is nobody else listening?"""
        return is_private(self.main)
