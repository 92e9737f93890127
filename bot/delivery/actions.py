"""Signs of life: "sending a photo..." under the chat's name. They count against no limit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.delivery.calls import Calls
from bot.domain.job import Address
from providers.clock import Clock

AT_ONCE = 16  # calls under way: a crowd's signs must not hold up its pictures
AFTER = 0.7  # seconds; what is faster needs no sign
MOST_SIGNS = 1000  # that wait to be given; more would come too late to be true
EVERY = 4.5  # seconds; a sign lasts five (Bot API sendChatAction)

log = structlog.get_logger(__name__)


class ChatActions:
    """Shows signs of life; losing one is no error."""

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)
        self._signs: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def during(self, address: Address, action: ChatAction) -> AsyncIterator[None]:
        """Keep the sign up while the block runs."""
        task = asyncio.create_task(self._keep_up(address, action))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def sign(self, address: Address, action: ChatAction) -> None:
        """Show it for five seconds, soon; nobody waits for it."""
        if len(self._signs) < MOST_SIGNS:
            task = asyncio.create_task(self.once(address, action))
            self._signs.add(task)
            task.add_done_callback(self._signs.discard)

    async def stop(self) -> None:
        """Give no more signs."""
        signs = list(self._signs)
        for task in signs:
            task.cancel()
        await asyncio.gather(*signs, return_exceptions=True)

    async def once(self, address: Address, action: ChatAction) -> None:
        """Show it for five seconds."""
        here = self._calls.whereabouts.of(address)
        try:
            async with self._places:
                await self._calls.telegram_bot.send_chat_action(
                    here.chat_id, action, message_thread_id=here.thread_id
                )
        except TelegramError as exc:
            log.debug("action.lost", chat_id=here.chat_id, error=type(exc).__name__)

    async def _keep_up(self, address: Address, action: ChatAction) -> None:
        await self._clock.sleep(AFTER)
        while True:
            if not self._places.locked():
                await self.once(address, action)
            await self._clock.sleep(EVERY)
