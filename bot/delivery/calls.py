"""One counted call: its turn awaited, its errors ours, its chat followed where it went."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import structlog
from telegram import ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.delivery.errors import ThreadGone, is_unchanged, translate
from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import BotError, ChatMigrated, DeliveryError
from bot.domain.job import Address
from bot.services.ports import ChatStore

GENERAL = 1  # the General topic's id; sending it is an error (Bot API, forum topics)

TelegramBot = ExtBot[Slot]
T = TypeVar("T")

log = structlog.get_logger(__name__)


class Whereabouts:
    """Where addresses lead by now: groups that migrated, topics that were deleted.

    Kept in memory alone: after a restart Telegram says it once more.
    """

    def __init__(self) -> None:
        self._moved: dict[int, int] = {}
        self._without_thread: set[tuple[int, int]] = set()

    def of(self, address: Address) -> Address:
        """The address to use. In a new chat old message ids mean nothing."""
        here = address
        while (new_id := self._moved.get(here.chat_id)) is not None:
            here = replace(here, chat_id=new_id, thread_id=None, reply_to=None)
        lost = (here.chat_id, here.thread_id) in self._without_thread
        if lost or here.thread_id == GENERAL:
            here = replace(here, thread_id=None)
        return here

    def note_move(self, old_id: int, new_id: int) -> None:
        """A group became a supergroup."""
        log.info("chat.migrated", chat_id=old_id, new_chat_id=new_id)
        if old_id != new_id:
            self._moved[old_id] = new_id

    def note_lost_thread(self, address: Address) -> None:
        """A topic does not exist any more: its messages go to the chat itself."""
        if address.thread_id is not None:
            self._without_thread.add((address.chat_id, address.thread_id))


class Calls:
    """Makes counted calls for the back door.

    Args:
        telegram_bot: built with an `OutboxLimiter` on the same outbox.
        outbox: the gate.
        chats: what is kept of groups follows them, too.
    """

    def __init__(
        self, telegram_bot: TelegramBot, outbox: Outbox, chats: ChatStore | None = None
    ) -> None:
        self.telegram_bot = telegram_bot
        self._chats = chats
        self.whereabouts = Whereabouts()
        self._outbox = outbox

    async def make(
        self,
        address: Address,
        priority: Priority,
        call: Callable[[Address, Slot], Awaitable[T]],
        *,
        cost: int = 1,
    ) -> T | None:
        """Wait for a slot and call; None when Telegram says that nothing would change.

        Args:
            address: where to; followed when the group migrated or the topic is gone.
            priority: what for.
            call: makes exactly one call of PTB's, with the slot as `rate_limit_args`.
            cost: messages it makes.

        Raises:
            DeliveryError: by what must happen next; never `ChatMigrated`.
        """
        while True:
            here = self.whereabouts.of(address)
            async with self._outbox.slot(here.chat_id, priority, cost=cost) as slot:
                try:
                    return await call(here, slot)
                except TelegramError as exc:
                    if is_unchanged(exc):
                        return None
                    await self._follow(translate(exc), here, exc)

    async def _follow(
        self, error: DeliveryError, here: Address, cause: Exception
    ) -> None:
        """Learn where the chat is now; what leads nowhere is raised."""
        if isinstance(error, ChatMigrated):
            self.whereabouts.note_move(here.chat_id, error.new_chat_id)
            await self._move(here.chat_id, error.new_chat_id)
        elif isinstance(error, ThreadGone) and here.thread_id is not None:
            self.whereabouts.note_lost_thread(here)
        else:
            raise error from cause

    async def _move(self, old_id: int, new_id: int) -> None:
        if self._chats is None:
            return
        try:
            await self._chats.move(old_id, new_id)
        except BotError:  # what is under way goes on, and Telegram itself tells as well
            log.exception("chat.not_moved", chat_id=old_id, new_chat_id=new_id)

    def room(self, address: Address) -> int:
        """Calls that the chat stands now; none while anything waits there."""
        return self._outbox.room(self.whereabouts.of(address).chat_id)

    def spare(self, address: Address) -> int:
        """Calls that the chat's window still holds, whoever waits for them."""
        return self._outbox.spare(self.whereabouts.of(address).chat_id)

    def has_room(self, address: Address) -> bool:
        """Would a first status go out at once?"""
        return self._outbox.has_room(self.whereabouts.of(address).chat_id)


def answering(address: Address) -> ReplyParameters | None:
    """The link to the user's message; a deleted one stops nothing."""
    if address.reply_to is None:
        return None
    return ReplyParameters(
        message_id=address.reply_to, allow_sending_without_reply=True
    )
