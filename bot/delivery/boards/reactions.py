"""A glance at the user's message while a board tells of its order, and none afterwards.

A reaction counts as a call, so it is only given where the chat has room for it and for the results
of all its orders; where it has none, the sign of life that counts nothing does.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from telegram.constants import ChatAction, ReactionEmoji

from bot.delivery.actions import ChatActions
from bot.delivery.backoff import Backoff
from bot.delivery.calls import Calls
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import (
    DeliveryError,
    DeliveryUnknown,
    MessageGone,
    SlowDown,
    Unreachable,
)
from bot.domain.job import Address
from bot.services.background import begin
from bot.services.boards import ReactionNote
from bot.services.ports import BoardStore
from providers.clock import Clock

SPARE = 4  # calls: this reaction, its end, and two texts of the board
OFF_FOR = 600.0  # seconds without reactions in a chat that refuses them

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True, eq=False)
class _Glance:
    """One order's reaction: given, kept until the order is over, taken away."""

    status_id: str
    address: Address
    is_given: bool = False
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Reactions:
    """Gives each order that has no message of its own one reaction, and takes it away."""

    def __init__(
        self, calls: Calls, actions: ChatActions, store: BoardStore, clock: Clock
    ) -> None:
        self._calls = calls
        self._actions = actions
        self._store = store
        self._clock = clock
        self._glances: dict[str, _Glance] = {}
        self._off_until: dict[int, float] = {}

    async def recall(self) -> None:
        """Take up what an earlier run left on messages."""
        for note in await self._store.reactions():
            address = Address(chat_id=note.chat_id, reply_to=note.message_id)
            glance = _Glance(status_id=note.status_id, address=address, is_given=True)
            if note.has_ended:
                glance.is_over.set()
            self._begin(glance, lambda: 0)

    def give(
        self, status_id: str, address: Address, under_way: Callable[[], int]
    ) -> None:
        """Acknowledge an order: by a reaction, or by a sign of life where there is no room.

        Args:
            status_id: the order.
            address: where it was given.
            under_way: counts the orders of the chat, each of which needs a call for its result.
        """
        if status_id not in self._glances:
            glance = _Glance(status_id=status_id, address=address)
            self._begin(glance, under_way)

    def take_away(self, status_id: str) -> None:
        """The order is over."""
        if status_id in self._glances:
            self._glances[status_id].is_over.set()

    async def stop(self) -> None:
        """Leave everything as it is; the next start takes it up."""
        tasks = [each.task for each in self._glances.values() if each.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, glance: _Glance, under_way: Callable[[], int]) -> None:
        self._glances[glance.status_id] = glance
        work = self._see_through(glance, under_way)
        chat_id = glance.address.chat_id
        glance.task = begin(work, if_broken="reaction.broken", chat_id=chat_id)

    async def _see_through(self, glance: _Glance, under_way: Callable[[], int]) -> None:
        is_noted = glance.is_given
        if not glance.is_given:
            is_noted = await self._give(glance, under_way)
        if glance.is_given:
            await glance.is_over.wait()
            await self._take_away(glance)
        del self._glances[glance.status_id]
        if is_noted:
            await self._store.drop_reaction(glance.status_id)

    async def _give(self, glance: _Glance, under_way: Callable[[], int]) -> bool:
        """Give it if there is room; whether anything was noted."""
        here = self._calls.whereabouts.of(glance.address)

        def has_room() -> bool:
            return self._calls.room(here) >= under_way() + SPARE

        if here.reply_to is None or self._is_off(here.chat_id) or not has_room():
            self._actions.sign(glance.address, ChatAction.TYPING)
            return False
        await self._store.save_reaction(
            ReactionNote(
                status_id=glance.status_id,
                chat_id=here.chat_id,
                message_id=here.reply_to,
            )
        )
        if has_room():  # writing took a while, and many came at once
            await self._set(glance, ReactionEmoji.EYES)
        else:
            self._actions.sign(glance.address, ChatAction.TYPING)
        return True

    async def _take_away(self, glance: _Glance) -> None:
        backoff = Backoff(self._clock)
        while glance.is_given and not self._is_shared(glance):
            if not await self._set(glance, None):
                await backoff.pause()

    async def _set(self, glance: _Glance, emoji: ReactionEmoji | None) -> bool:
        """Make one call; False when it may be worth another try."""

        async def react(here: Address, slot: Slot) -> None:
            if here.reply_to is not None:  # a group that migrated has other messages
                await self._calls.telegram_bot.set_message_reaction(
                    here.chat_id, here.reply_to, emoji or [], rate_limit_args=slot
                )

        try:
            await self._calls.make(glance.address, Priority.TIDYING, react)
        except (SlowDown, Unreachable, DeliveryUnknown):
            glance.is_given = True  # it may stand there
            return False
        except DeliveryError as error:
            glance.is_given = False
            self._note_refusal(glance, error)
        else:
            glance.is_given = emoji is not None
        return True

    def _is_shared(self, glance: _Glance) -> bool:
        """Is the same message looked at for another order, by a second press of its button, say?"""
        return any(
            other is not glance
            and other.address == glance.address
            and not other.is_over.is_set()
            for other in self._glances.values()
        )

    def _is_off(self, chat_id: int) -> bool:
        return self._off_until.get(chat_id, 0.0) > self._clock.monotonic()

    def _note_refusal(self, glance: _Glance, error: DeliveryError) -> None:
        log.info("reaction.refused", chat_id=glance.address.chat_id, why=str(error))
        if not isinstance(error, MessageGone):
            now = self._clock.monotonic()
            self._off_until[glance.address.chat_id] = now + OFF_FOR
