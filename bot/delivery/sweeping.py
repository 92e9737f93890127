"""Takes asides away again: one call for all of a chat that are due, behind everything else."""

import asyncio
from datetime import timedelta

import structlog
from telegram.error import TelegramError
from typing_extensions import override

from bot.delivery.backoff import Backoff
from bot.delivery.calls import TelegramBot
from bot.delivery.errors import translate
from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryUnknown, Unreachable
from bot.services.asides import Aside
from bot.services.background import begin
from bot.services.ports import AsideStore, Sweeper
from providers.clock import Clock

STAYS = timedelta(seconds=30)  # long enough to be read, too short to be in the way
AT_ONCE = 100  # messages of one call (Bot API, deleteMessages)

log = structlog.get_logger(__name__)


class AsideSweeper(Sweeper):
    """Deletes public asides; one that Telegram will not delete stays, and is tried once.

    Args:
        telegram_bot: built with an `OutboxLimiter` on the same outbox.
        outbox: the gate.
        store: where the asides are kept until they are gone.
        clock: time.
        stays: how long an aside stands.
    """

    def __init__(
        self,
        telegram_bot: TelegramBot,
        outbox: Outbox,
        store: AsideStore,
        clock: Clock,
        *,
        stays: timedelta = STAYS,
    ) -> None:
        self._bot = telegram_bot
        self._outbox = outbox
        self._store = store
        self._clock = clock
        self._stays = stays
        self._standing: dict[int, list[Aside]] = {}
        self._rounds: dict[int, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Take up what an earlier run left standing."""
        for aside in await self._store.asides():
            self._take(aside)

    async def stop(self) -> None:
        """Leave what stands to the next start."""
        rounds = list(self._rounds.values())
        for task in rounds:
            task.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)

    @override
    async def sweep(self, chat_id: int, message_id: int) -> None:
        aside = Aside(
            chat_id=chat_id,
            message_id=message_id,
            due_at=self._clock.now() + self._stays,
        )
        await self._store.add_aside(aside)
        self._take(aside)

    def _take(self, aside: Aside) -> None:
        self._standing.setdefault(aside.chat_id, []).append(aside)
        if aside.chat_id not in self._rounds:
            # What breaks it leaves its asides to the next start.
            work = self._clean(aside.chat_id)
            self._rounds[aside.chat_id] = begin(
                work, if_broken="asides.left", chat_id=aside.chat_id
            )

    async def _clean(self, chat_id: int) -> None:
        """Go through one chat until nothing stands there."""
        standing, backoff = self._standing[chat_id], Backoff(self._clock)
        try:
            while standing:
                pause = standing[0].due_at - self._clock.now()
                await self._clock.sleep(pause.total_seconds())
                if await self._delete(chat_id, standing):
                    backoff = Backoff(self._clock)
                else:
                    await backoff.pause()
        finally:
            del self._rounds[chat_id], self._standing[chat_id]

    async def _delete(self, chat_id: int, standing: list[Aside]) -> bool:
        """Delete what is due; False when the line failed: to try it again does no harm."""
        async with self._outbox.slot(chat_id, Priority.TIDYING) as slot:
            now = self._clock.now()  # more may be due by the time it is our turn
            due = [aside for aside in standing if aside.due_at <= now][:AT_ONCE]
            due = due or standing[:1]  # a clock may wake us a moment too soon
            try:
                await self._bot.delete_messages(
                    chat_id,
                    [aside.message_id for aside in due],
                    rate_limit_args=slot,
                )
            except TelegramError as error:
                if isinstance(translate(error), Unreachable | DeliveryUnknown):
                    return False
                log.info("aside.stays", chat_id=chat_id, error=repr(error))
        for aside in due:
            standing.remove(aside)
        await self._store.drop_asides(due)
        return True
