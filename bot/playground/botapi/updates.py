"""Updates on their way to the bot: numbered, kept until confirmed, polled."""

import asyncio
from collections import deque
from itertools import islice
from typing import Any

from bot.playground.botapi.errors import conflict

Update = dict[str, Any]

# Sent only when asked for (Bot API, getUpdates).
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_REMEMBERED = 1000  # updates that can still be repeated


class UpdateQueue:
    """The bot's incoming queue.

    An update leaves it when a later poll's offset confirms it, or when a webhook
    takes it.
    """

    def __init__(self, first_id: int = 1000) -> None:
        self.pending: deque[Update] = deque()
        self.allowed: list[str] | None = None
        self.arrived = asyncio.Event()
        self._next_id = first_id
        self._issued: deque[Update] = deque(maxlen=_REMEMBERED)
        self._poll: asyncio.Future[Any] | None = None
        self._is_open = True

    def put(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update; returns its id, or None when the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        update: Update = {"update_id": update_id, kind: payload}
        self.pending.append(update)
        self._issued.append(update)
        self.arrived.set()
        return update_id

    def repeat(self, update_id: int) -> bool:
        """Deliver a late update again under the id it had, as a webhook may see it."""
        for update in self._issued:
            if update["update_id"] == update_id:
                self.pending.append(update)
                self.arrived.set()
                return True
        return False

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot asked for; an empty list means the default."""
        if kinds is not None:
            self.allowed = kinds or None

    def confirm(self, offset: int) -> None:
        """Forget what the offset confirms; a negative one keeps that many of the newest."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and 0 < offset > self.pending[0]["update_id"]:
            self.pending.popleft()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Wait for updates as getUpdates does.

        Raises:
            ApiError: Another poll has begun meanwhile.
        """
        self.end_poll()
        self.confirm(offset)
        if not self.pending and seconds > 0 and self._is_open:
            await self._wait(seconds)
        return list(islice(self.pending, limit))

    def end_poll(self) -> None:
        """End the poll under way, as a second one does."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(
                conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            )

    def open(self) -> None:
        """Let polls wait, as they do on a running server."""
        self._is_open = True

    def close(self) -> None:
        """Let every poll return at once, so that the server can stop."""
        self._is_open = False
        self.arrived.set()

    async def _wait(self, seconds: float) -> None:
        ended: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._poll = ended
        self.arrived.clear()
        arrival: asyncio.Future[Any] = asyncio.ensure_future(self.arrived.wait())
        try:
            await asyncio.wait(
                {ended, arrival}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if ended.done():
                ended.result()
        finally:
            arrival.cancel()
            ended.cancel()
            if self._poll is ended:
                self._poll = None
