"""Keeps boards' messages up to date: the newest text wins, one call at a time, results go first."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import structlog
from telegram.constants import ParseMode

from bot.delivery.backoff import Backoff
from bot.delivery.boards.board import GroupBoard
from bot.delivery.calls import Calls
from bot.delivery.lines import NO_PREVIEW
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.delivery.rendering import Rendered
from bot.domain.errors import (
    ChatGone,
    DeliveryError,
    DeliveryUnknown,
    MessageGone,
    NotAllowed,
    SlowDown,
    Unreachable,
)
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.boards import BoardNote
from bot.services.ports import BoardStore, PreferenceStore
from providers.clock import Clock

A_MINUTE = 60.0  # seconds after which even a crowd's board is brought up to date

log = structlog.get_logger(__name__)


class BoardKeeper:
    """Sends a board when it opens, edits it, and deletes it when it closes.

    Args:
        calls: makes them.
        store: where the messages are noted.
        preferences: what the groups chose.
        texts: the catalogues.
        clock: time.
        under_way: counts the orders of a chat, each of which needs a call for its result.
    """

    def __init__(
        self,
        calls: Calls,
        store: BoardStore,
        preferences: PreferenceStore,
        texts: Texts,
        clock: Clock,
        under_way: Callable[[int], int],
    ) -> None:
        self._calls = calls
        self._store = store
        self._preferences = preferences
        self._texts = texts
        self._clock = clock
        self._under_way = under_way
        self._is_stopped = False

    def refresh(self, board: GroupBoard) -> None:
        """See that the message gets to say what it should, or goes away."""
        if not board.roster.is_in_use:
            board.close()
        upkeep = board.upkeep
        if upkeep.is_under_way and board.waits_for is not board.aim:
            upkeep.give_up()  # it waits for its turn to do what nobody wants any more
        if upkeep.is_under_way or self._is_stopped or not self._may_call(board):
            return
        board.waits_for = board.aim
        chat_id = board.address.chat_id
        work = partial(self._keep_up, board)
        upkeep.begin(work, if_broken="board.broken", chat_id=chat_id)

    async def stop(self, boards: list[GroupBoard]) -> None:
        """Leave the messages as they are; calls under way are waited for."""
        self._is_stopped = True
        await asyncio.gather(*(board.upkeep.put_down() for board in boards))

    async def _keep_up(self, board: GroupBoard) -> None:
        backoff = Backoff(self._clock)
        while self._may_call(board):
            needed = board.next_call(self._texts)
            if needed is None:
                break
            board.waits_for = needed
            if await self._bring(board, needed):
                backoff = Backoff(self._clock)
            else:
                await backoff.pause()
            if self._is_stopped:
                break

    def _may_call(self, board: GroupBoard) -> bool:
        """Is there something to do that takes no room from results? Topics share their chat's."""
        if board.aim is not Priority.PROGRESS:
            return board.aim is not None
        is_old = self._clock.monotonic() - board.said_at >= A_MINUTE
        needed = self._under_way(board.address.chat_id)
        return is_old or self._calls.spare(board.address) > needed

    async def _bring(self, board: GroupBoard, needed: Priority) -> bool:
        """Make one call; False when the line failed and it should be tried again."""
        if board.language is None and board.roster.is_in_use:
            board.language = await self._language(board)
        try:
            await self._calls.make(
                board.address, needed, lambda here, slot: self._act(board, here, slot)
            )
        except DeliveryError as error:
            return await self._take(error, board, is_first=board.note is None)
        finally:
            board.upkeep.is_calling = False
        return True

    async def _language(self, board: GroupBoard) -> str:
        chosen = await self._preferences.preferences(board.address.chat_id)
        return chosen.language or board.opener_language

    async def _act(self, board: GroupBoard, here: Address, slot: Slot) -> None:
        """Do what is right at this moment; waiting for the turn may have taken long."""
        board.upkeep.is_calling = True
        if board.note is not None and board.note.chat_id != here.chat_id:
            # The group migrated: the old chat is out of reach.
            await self._forget(board)
        if not board.roster.is_in_use:
            await self._delete(board, slot)
        elif board.note is None:
            await self._send(board, here, slot)
        else:
            await self._edit(board, board.note, slot)

    async def _send(self, board: GroupBoard, here: Address, slot: Slot) -> None:
        rendered = self._say(board)
        message = await self._calls.telegram_bot.send_message(
            here.chat_id,
            rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.markup,
            link_preview_options=NO_PREVIEW,
            message_thread_id=here.thread_id,
            disable_notification=True,
            rate_limit_args=slot,
        )
        board.note = BoardNote(
            chat_id=message.chat.id,
            thread_id=board.address.thread_id,
            message_id=message.message_id,
            language=board.language or board.opener_language,
        )
        await self._store.save_board(board.note)

    async def _edit(self, board: GroupBoard, note: BoardNote, slot: Slot) -> None:
        rendered = self._say(board)
        await self._calls.telegram_bot.edit_message_text(
            rendered.text,
            note.chat_id,
            note.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.markup,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=slot,
        )

    def _say(self, board: GroupBoard) -> Rendered:
        # Before it is known: after "not modified" and after a refusal it is true as well.
        board.said_at = self._clock.monotonic()
        board.shown = board.render(self._texts)
        return board.shown

    async def _delete(self, board: GroupBoard, slot: Slot) -> None:
        if board.note is not None:
            await self._calls.telegram_bot.delete_message(
                board.note.chat_id, board.note.message_id, rate_limit_args=slot
            )
            await self._forget(board)

    async def _forget(self, board: GroupBoard) -> None:
        note, board.note, board.shown = board.note, None, None
        if note is not None:
            await self._store.drop_board(note.chat_id, note.thread_id)

    async def _take(
        self, error: DeliveryError, board: GroupBoard, *, is_first: bool
    ) -> bool:
        """Decide what an error means. A board that nobody can see is not sent a second time."""
        if isinstance(error, SlowDown):
            board.shown = None
            return True  # the gate knows how long
        if is_first and isinstance(error, DeliveryUnknown):
            board.is_gone = True  # it may stand there: two would be worse than none
        elif isinstance(error, Unreachable | DeliveryUnknown):
            board.shown = None
            return False
        elif not board.roster.is_in_use:
            await self._forget(board)
        elif isinstance(error, MessageGone):
            await self._forget(board)
            board.is_gone = True
        elif isinstance(error, ChatGone | NotAllowed):
            board.is_gone = True
        log.info("board.lost", chat_id=board.address.chat_id, why=str(error))
        return True


def place_of(address: Address) -> Address:
    """The place that an order belongs to: its chat and topic."""
    return replace(address, reply_to=None)
