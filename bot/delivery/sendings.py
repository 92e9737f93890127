"""Sends that must not be repeated without need, each behind a receipt.

A send is noted before it leaves and confirmed with what Telegram made of it. One that was noted
and never confirmed may have arrived: it is repeated once, as soon as Telegram answers at all; after
that it stays doubtful, and the caller shows in the status message what may be missing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import structlog
from telegram import Message
from telegram.error import TelegramError

from bot.delivery.backoff import Backoff
from bot.delivery.calls import Calls
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryUnknown, Unreachable
from bot.domain.job import Address
from bot.services.ports import PictureStore
from bot.services.values import Picture, Receipt
from providers.clock import Clock

MOST_TRIES = 2

Send = Callable[[Address, Slot], Awaitable[Sequence[Message]]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One send of a delivery.

    Attributes:
        name: stable within the job.
        pictures: those that the messages show, one each, in order; empty for all at once.
        cost: messages that it makes.
    """

    job_id: str
    name: str
    address: Address
    pictures: tuple[Picture, ...] = ()
    cost: int = 1
    priority: Priority = Priority.RESULT


class Sendings:
    """Carries out sends and edits of results."""

    def __init__(self, calls: Calls, store: PictureStore, clock: Clock) -> None:
        self._calls = calls
        self._store = store
        self._clock = clock

    async def send(
        self, sending: Sending, receipts: Mapping[str, Receipt], send: Send
    ) -> Sequence[Message] | None:
        """Send unless a receipt says that it arrived; empty when it did, None when nobody knows.

        Raises:
            DeliveryError: it certainly did not arrive, and never will.
        """
        receipt = receipts.get(sending.name)
        if receipt is not None and receipt.is_done:
            return ()
        tries = receipt.tries if receipt is not None else 0
        backoff = Backoff(self._clock)
        is_noted = False

        async def noted(here: Address, slot: Slot) -> Sequence[Message]:
            # What certainly never left counts as one try, however often that happens.
            nonlocal is_noted, tries
            if not is_noted:
                tries = (await self._store.begin(sending.job_id, sending.name)).tries
                is_noted = True
            return await send(here, slot)

        while is_noted or tries < MOST_TRIES:
            try:
                messages = await self._calls.make(
                    sending.address, sending.priority, noted, cost=sending.cost
                )
            except Unreachable:
                await backoff.pause()
            except DeliveryUnknown:
                is_noted = False
                await self._wait_for_telegram(backoff)
            else:
                return await self._confirm(sending, messages or ())
        log.warning("delivery.doubtful", job_id=sending.job_id, sending=sending.name)
        return None

    async def _wait_for_telegram(self, backoff: Backoff) -> None:
        """The last try is not wasted on the outage that swallowed the one before."""
        while True:
            await backoff.pause()
            try:
                await self._calls.telegram_bot.get_me()
            except TelegramError:
                continue
            return

    async def edit(
        self,
        address: Address,
        priority: Priority,
        edit: Callable[[Address, Slot], Awaitable[Message | bool | None]],
    ) -> Message | None:
        """Edit until Telegram says that it is done: repeating an edit does no harm.

        Raises:
            DeliveryError: it certainly cannot be done.
        """
        backoff = Backoff(self._clock)
        while True:
            try:
                message = await self._calls.make(address, priority, edit)
            except (Unreachable, DeliveryUnknown) as error:
                log.info("delivery.repeated", why=error.code)
                await backoff.pause()
            else:
                return message if isinstance(message, Message) else None

    async def confirm_edit(
        self,
        job_id: str,
        message_id: int,
        message: Message | None,
        picture: Picture | None,
    ) -> None:
        """Note that the status message shows the result now."""
        shown = () if picture is None else (picture,)
        messages = () if message is None else (message,)
        named = _with_file_ids(shown, messages)
        await self._store.confirm(job_id, "status", (message_id,), named)

    async def _confirm(
        self, sending: Sending, messages: Sequence[Message]
    ) -> Sequence[Message]:
        shown = _with_file_ids(sending.pictures, messages)
        ids = tuple(message.message_id for message in messages)
        await self._store.confirm(sending.job_id, sending.name, ids, shown)
        return messages


def _with_file_ids(
    shown: Sequence[Picture], messages: Sequence[Message]
) -> tuple[Picture, ...]:
    pairs = zip_longest(shown, messages[: len(shown)])
    return tuple(with_file_id(each, message) for each, message in pairs)


def with_file_id(picture: Picture, message: Message | None) -> Picture:
    """The picture with the name that Telegram gave it."""
    if message is not None and message.photo:
        return replace(picture, photo_file_id=message.photo[-1].file_id)
    if message is not None and message.document:
        return replace(picture, document_file_id=message.document.file_id)
    return picture
