"""One entry for every update: who deals with it, and the bookkeeping around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Update

from bot.handlers.addressing import move_of
from bot.handlers.albums import Albums
from bot.handlers.messages import Messages
from bot.handlers.queries import Queries
from bot.services.ports import ChatStore, UpdateLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """Decides with plain code; built once by the composition root."""

    albums: Albums
    messages: Messages
    queries: Queries
    updates: UpdateLog
    chats: ChatStore

    async def handle(self, update: Update) -> None:
        """Deal with one update for good: an order, an answer, or silence.

        Noted as handled at the end, so that a crash before leaves it for the next start.
        """
        update_ids: Sequence[int] = (update.update_id,)
        is_done, message = True, update.message
        if update.callback_query is not None:
            is_done = await self.queries.answer(update.update_id, update.callback_query)
        elif message is not None and (move := move_of(message)):
            await self.chats.move(*move)
        elif message is not None:
            parcel = await self.albums.gather(update.update_id, message)
            if parcel is None:
                return  # it goes with the others of its album
            update_ids = parcel.update_ids
            is_done = await self.messages.serve(parcel)
        if is_done:
            await self.updates.handled(update_ids)
