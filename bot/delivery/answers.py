"""Pictures that somebody pressed a button for, or asked for in words: sent once."""

from collections.abc import Sequence
from functools import partial

import structlog
from telegram import Message

from bot.delivery.calls import Calls
from bot.delivery.media import Exhibit, Media
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryUnknown
from bot.domain.job import Address
from bot.services.ports import PictureStore
from bot.services.values import Picture

log = structlog.get_logger(__name__)


class Answers:
    """Nothing is repeated: whoever misses an answer can ask again."""

    def __init__(self, calls: Calls, media: Media, store: PictureStore) -> None:
        self._calls = calls
        self._media = media
        self._store = store

    async def send(
        self, address: Address, exhibits: Sequence[Exhibit]
    ) -> Sequence[Message]:
        """Send them with one call; empty when nobody knows whether they arrived.

        Raises:
            DeliveryError: they certainly did not arrive.
        """
        send = partial(self._media.send, exhibits)
        try:
            messages = await self._calls.make(
                address, Priority.ANSWER, send, cost=len(exhibits)
            )
        except DeliveryUnknown:
            log.warning("answer.doubtful", chat_id=address.chat_id)
            return ()
        return messages or ()

    async def note(self, picture: Picture, message: Message) -> None:
        """Store the picture's file ids, and that the message shows it: it can be answered."""
        await self._store.note_copy(picture, message.chat.id, message.message_id)
