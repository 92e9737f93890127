"""Where updates arrive, however they come: written down first, then handled, each on its own."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, Update

from bot.handlers.lull import Lull
from bot.services.ports import UpdateLog
from providers.clock import Clock

KEEP_UPDATES = timedelta(days=7)  # Telegram repeats none that is older than a day
IN_A_ROW = 8  # updates that are begun before the first of them is answered
GRACE = 2.0  # seconds; a stop as a whole has ten
RawUpdate = Mapping[str, Any]
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Inbox:
    """Polling and the webhook both bring their updates here.

    Attributes:
        handle: the router; it notes what it has dealt with.
        grace: seconds that handlers under way get at a stop.
        count: told of each new update.
        lull: told of each batch.
    """

    telegram_bot: Bot
    updates: UpdateLog
    clock: Clock
    handle: Callable[[Update], Awaitable[None]]
    grace: float = GRACE
    count: Callable[[], None] = lambda: None
    lull: Lull = field(default_factory=Lull)
    _last: dict[tuple[int, int], asyncio.Task[None]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _is_closed: bool = False

    async def take(self, raw_updates: Sequence[RawUpdate]) -> None:
        """Write updates down and begin to handle those that are new.

        When this returns they survive a crash, so Telegram may be told that they arrived.
        """
        self.lull.note(len(raw_updates))
        if not raw_updates:
            return
        rows = [(int(raw["update_id"]), json.dumps(raw)) for raw in raw_updates]
        new = set(await self.updates.receive(rows, self.clock.now()))
        for number, raw in enumerate(raw_updates, start=1):
            if int(raw["update_id"]) in new:
                self._begin(raw)
            if number % IN_A_ROW == 0:
                await asyncio.sleep(0)  # noqa: TID251 - no time passes: the first go ahead

    async def refeed(self) -> int:
        """At start: handle what a crash left undone; how many those are."""
        left = await self.updates.unhandled()
        for text in left:
            self._begin(json.loads(text))
        return len(left)

    async def close(self) -> None:
        """Stop in good order: what cannot end in time is left for the next start."""
        self._is_closed = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self.grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, raw: RawUpdate) -> None:
        if self._is_closed:
            return  # written down: the next start handles it
        self.count()
        sender = _sender_in_line(raw)
        before = self._last.get(sender) if sender is not None else None
        task = asyncio.create_task(self._work(raw, before))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if sender is not None:
            self._last[sender] = task
            task.add_done_callback(lambda done: self._leave_line(sender, done))

    def _leave_line(self, sender: tuple[int, int], done: asyncio.Task[None]) -> None:
        if self._last.get(sender) is done:
            del self._last[sender]

    async def _work(self, raw: RawUpdate, before: asyncio.Task[None] | None) -> None:
        update_id = int(raw["update_id"])
        if before is not None:
            await asyncio.wait([before])
        try:
            update = Update.de_json(dict(raw), self.telegram_bot)
        except Exception:  # noqa: BLE001 - whatever the library makes of it
            # Telegram sent a shape that the library cannot read: no second try can either.
            _log.exception("update.unreadable", update_id=update_id)
            await self.updates.handled((update_id,))
            return
        try:
            await self.handle(update)
        except Exception:  # noqa: BLE001 - a task has nobody above it
            # The bookkeeping itself failed (a full disk): it stays unhandled, others go on.
            _log.exception("update.unhandled", update_id=update_id)


def _sender_in_line(raw: RawUpdate) -> tuple[int, int] | None:
    """Whose messages are handled one after the other: `/cancel` must not overtake its `/gen`.

    None for pictures of an album, which wait for each other, and for presses, which have seconds.
    """
    message = raw.get("message")
    if not isinstance(message, Mapping) or "media_group_id" in message:
        return None
    sender = message.get("from")
    if not isinstance(sender, Mapping):
        return None
    return message["chat"]["id"], sender["id"]
