"""Our own polling loop: an update is confirmed to Telegram only once it is written down."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.handlers.inbox import Inbox
from providers.clock import Clock

ALLOWED_UPDATES = ("message", "callback_query")
LONG_POLL = 30  # seconds that Telegram holds a request open
SLACK = 15.0  # seconds beyond that until the connection counts as dead
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds between failed tries
# Bot.get_updates would parse the batch and fail as a whole on one strange update. The raw call has
# to spell the method so that the library does not send us back there; it becomes "getUpdates".
GET_UPDATES = "get_updates_"
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Polling:
    """Asks Telegram for updates until it is cancelled.

    Attributes:
        last_success: when Telegram last answered and the answer was written down, for /healthz; None before the first time.
        long_poll: seconds that Telegram may hold a request open.
    """

    telegram_bot: Bot
    inbox: Inbox
    clock: Clock
    long_poll: int = LONG_POLL
    last_success: datetime | None = None
    _offset: int | None = None
    _failures: int = 0

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            InvalidToken, Forbidden: Telegram does not know this bot; trying again cannot help.
        """
        await self._insist(self._leave_webhook)
        while True:
            await self._insist(self._poll)

    async def _insist(self, attempt: Callable[[], Awaitable[None]]) -> None:
        """One call, tried until it works, with growing pauses."""
        while True:
            try:
                await attempt()
            except (InvalidToken, Forbidden):
                raise
            except RetryAfter as error:
                await self._pause(error, _seconds(error.retry_after))
            except (TelegramError, OSError) as error:
                await self._pause(error, 0.0)
            except Exception as error:  # noqa: BLE001 - the loop outlives everything
                # The log of updates failed (a full disk): nothing was confirmed, so nothing is lost.
                _log.exception("polling.broken")
                await self._pause(error, PAUSES[-1])
            else:
                self._recovered()
                return

    async def _leave_webhook(self) -> None:
        # getUpdates is refused while one is set.
        await self.telegram_bot.delete_webhook()

    async def _poll(self) -> None:
        raw_updates: Sequence[dict[str, Any]] = await self.telegram_bot.do_api_request(
            GET_UPDATES,
            {
                # A full batch may not be all: who waits is told at once that there is no more.
                "timeout": 0 if self.inbox.lull.is_crowd else self.long_poll,
                "allowed_updates": list(ALLOWED_UPDATES),
                **({} if self._offset is None else {"offset": self._offset}),
            },
            read_timeout=self.long_poll + SLACK,
        )
        await self.inbox.take(raw_updates)
        if raw_updates:
            self._offset = max(int(raw["update_id"]) for raw in raw_updates) + 1
        self.last_success = self.clock.now()

    async def _pause(self, error: Exception, at_least: float) -> None:
        pause = max(at_least, PAUSES[min(self._failures, len(PAUSES) - 1)])
        if self._failures == 0:
            _log.warning("polling.away", error=repr(error))
        self._failures += 1
        await self.clock.sleep(pause)

    def _recovered(self) -> None:
        if self._failures:
            _log.info("polling.back", failures=self._failures)
        self._failures = 0


def _seconds(pause: float | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
