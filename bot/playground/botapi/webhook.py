"""Updates pushed to the bot's own address until it takes them."""

import asyncio
import logging
import re
from typing import Any

import httpx

from bot.playground.botapi.clock import Clock
from bot.playground.botapi.errors import violation
from bot.playground.botapi.updates import Update, UpdateQueue

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 30.0
_DEFAULT_CONNECTIONS = 40  # Bot API, setWebhook

_log = logging.getLogger(__name__)


class Webhook:
    """Delivers the queue by HTTP while an address is set.

    Each update is repeated until the bot answers 2xx; several are under way at once,
    as many as ``max_connections`` allows.
    """

    def __init__(self, queue: UpdateQueue, clock: Clock) -> None:
        self.url = ""
        self.max_connections = _DEFAULT_CONNECTIONS
        self.last_error: tuple[float, str] | None = None
        self._queue = queue
        self._clock = clock
        self._secret: str | None = None
        self._pump: asyncio.Task[None] | None = None
        self._under_way: dict[int, Update] = {}

    def set(self, url: str, *, secret: str | None, max_connections: int | None) -> None:
        """Start delivering to an address.

        Raises:
            Violation: The secret has signs that no header may carry.
        """
        if secret is not None and not _SECRET.fullmatch(secret):
            raise violation("secret token contains unallowed characters")
        self.remove()
        self.url = url
        self._secret = secret
        self.max_connections = max_connections or _DEFAULT_CONNECTIONS
        self._queue.end_poll()
        self.resume()

    def remove(self) -> None:
        """Forget the address and stop delivering."""
        self.pause()
        self.url = ""

    def resume(self) -> None:
        """Deliver, if there is an address and nothing is delivering yet."""
        if self.url and self._pump is None:
            self._pump = asyncio.create_task(self._run(), name="webhook")

    def pause(self) -> None:
        """Stop delivering; what was under way goes back into the queue."""
        if self._pump is not None:
            self._pump.cancel()
            self._pump = None
        for update in sorted(
            self._under_way.values(), key=lambda update: -int(update["update_id"])
        ):
            self._queue.pending.appendleft(update)
        self._under_way.clear()

    def info(self) -> dict[str, Any]:
        """Render as the API's WebhookInfo."""
        shown: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending) + len(self._under_way),
        }
        if self.url:
            shown["max_connections"] = self.max_connections
        if self._queue.allowed is not None:
            shown["allowed_updates"] = self._queue.allowed
        if self.last_error is not None:
            shown["last_error_date"] = int(self.last_error[0])
            shown["last_error_message"] = self.last_error[1]
        return shown

    async def _run(self) -> None:
        places = asyncio.Semaphore(self.max_connections)
        async with (
            httpx.AsyncClient(trust_env=False) as client,
            asyncio.TaskGroup() as group,
        ):
            while True:
                while self._queue.pending:
                    await places.acquire()
                    if self._queue.pending:
                        update = self._queue.pending.popleft()
                        self._under_way[update["update_id"]] = update
                        group.create_task(self._deliver(client, update, places))
                    else:
                        places.release()
                self._queue.arrived.clear()
                await self._queue.arrived.wait()

    async def _deliver(
        self, client: httpx.AsyncClient, update: Update, places: asyncio.Semaphore
    ) -> None:
        pause = _FIRST_PAUSE
        try:
            while not await self._attempt(client, update):
                await self._clock.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            self._under_way.pop(update["update_id"], None)
        finally:
            places.release()

    async def _attempt(self, client: httpx.AsyncClient, update: Update) -> bool:
        headers = (
            {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        )
        try:
            answer = await client.post(self.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            reason = f"Connection failed: {type(error).__name__}"
        else:
            if answer.is_success:
                return True
            reason = f"Wrong response from the webhook: {answer.status_code}"
        _log.debug("webhook delivery failed: %s", reason)
        self.last_error = (self._clock.now(), reason)
        return False
