"""Signs of life: "sending a photo..." under the chat's name. They count against no limit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.delivery.calls import Calls
from bot.domain.job import Address
from bot.services.background import begin
from providers.clock import Clock, wait_at_most

AT_ONCE = 16  # calls under way: a crowd's signs must not hold up its pictures
FEW = 4  # signs that stand in nobody's way
PATIENCE = 1.0  # seconds that orders may stand behind a crowd's signs
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
        self._is_calm = asyncio.Event()
        self._given: dict[tuple[int, int | None], tuple[ChatAction, float]] = {}

    @asynccontextmanager
    async def during(
        self, address: Address, action: ChatAction, *, is_told: bool = False
    ) -> AsyncIterator[None]:
        """Keep the sign up while the block runs.

        Args:
            address: the chat.
            action: what is being done.
            is_told: a message there says so already: the sign is for the sending alone, and not
                for the time in which others go first.
        """
        task = asyncio.create_task(self._keep_up(address, action, is_told=is_told))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def sign(self, address: Address, action: ChatAction) -> None:
        """Show it for five seconds, soon; nobody waits for it, and one that shows is left alone."""
        if len(self._signs) < MOST_SIGNS and not self._shows(address, action):
            self._note(address, action)
            task = begin(self.once(address, action), if_broken="action.broken")
            self._signs.add(task)
            task.add_done_callback(self._put_away)

    async def let_go(self) -> None:
        """Wait while a crowd's signs stand in line, for a second at most; else go on at once."""
        await asyncio.sleep(0)  # noqa: TID251 - no time passes: the others of a crowd come up
        if len(self._signs) <= FEW:
            return
        self._is_calm.clear()
        await wait_at_most(self._clock, self._is_calm, PATIENCE)

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
                self._note(address, action)
                await self._calls.telegram_bot.send_chat_action(
                    here.chat_id, action, message_thread_id=here.thread_id
                )
        except TelegramError as exc:
            log.debug("action.lost", chat_id=here.chat_id, error=type(exc).__name__)

    async def _keep_up(
        self, address: Address, action: ChatAction, *, is_told: bool
    ) -> None:
        await self._clock.sleep(AFTER)
        while True:
            others_first = is_told and not self._calls.has_room(address)
            if not others_first and not self._places.locked():
                await self.once(address, action)
            await self._clock.sleep(EVERY)

    def _put_away(self, task: asyncio.Task[None]) -> None:
        self._signs.discard(task)
        if len(self._signs) <= FEW:
            self._is_calm.set()

    def _shows(self, address: Address, action: ChatAction) -> bool:
        given = self._given.get((address.chat_id, address.thread_id))
        is_fresh = given is not None and self._clock.monotonic() - given[1] < EVERY
        return is_fresh and given is not None and given[0] == action

    def _note(self, address: Address, action: ChatAction) -> None:
        now = self._clock.monotonic()
        if len(self._given) >= 2 * MOST_SIGNS:
            recent = {key: it for key, it in self._given.items() if now - it[1] < EVERY}
            self._given = recent
        self._given[address.chat_id, address.thread_id] = action, now
