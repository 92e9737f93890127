"""The outbox's pure core: time and wishes go in, grants come out.

No event loop, no Telegram, no clock: whoever drives it says what time it is.
"""

import heapq
import itertools

from bot.delivery.outbox.lanes import Lane
from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.tickets import PROGRESS_BAND, QUICK, Priority, Ticket
from bot.delivery.outbox.windows import Window

NEVER = float("inf")
ALL_HELD_CHATS = 5  # so many chats refused, and none served between them...
ALL_HELD_SPAN = 2.0  # ...within so many seconds: the refusal is not about a chat


Ready = list[tuple[tuple[int, float, int], int, int]]  # a heap: key, version, chat


class Schedule:
    """Lanes of all chats under one budget.

    Those that may go are kept apart by whether they are quick: where slow uploads fill their share
    of the calls under way, the quick ones get past them. Every entry of a heap names a lane's
    version; a lane that changed since is looked at anew, so that nothing ever has to be searched
    in a heap.
    """

    def __init__(self, limits: OutboxLimits) -> None:
        self.limits = limits
        self.lanes: dict[int, Lane] = {}
        self._overall = Window(limits.overall, limits.span, limits.longest_flight)
        self._ready: dict[bool, Ready] = {True: [], False: []}  # is it quick?
        self._due: list[tuple[float, int, int]] = []
        self._flying = 0
        self._versions = itertools.count(1)
        self._held_until = float("-inf")
        self._refused: dict[int, tuple[float, float]] = {}

    def ask(self, ticket: Ticket) -> None:
        """Somebody wants to make a call."""
        lane = self._lane(ticket.chat_id)
        lane.add(ticket)
        self._place(lane, ticket.asked_at)

    def withdraw(self, ticket: Ticket, now: float) -> None:
        """Nobody wants it any more."""
        lane = self._lane(ticket.chat_id)
        lane.drop(ticket)
        self._place(lane, now)

    def land(self, ticket: Ticket, now: float) -> None:
        """A granted call is over, however it ended."""
        self._flying -= 1
        self._overall.land(ticket, now)
        lane = self._lane(ticket.chat_id)
        lane.land(ticket, now)
        self._place(lane, now)

    def refund(self, ticket: Ticket, now: float) -> None:
        """A granted call was not made: nobody needed it any more."""
        self._flying -= 1
        self._overall.refund(ticket)
        lane = self._lane(ticket.chat_id)
        lane.refund(ticket)
        self._place(lane, now)

    def refused(self, chat_id: int, retry_after: float, now: float) -> None:
        """Telegram said 429: hold this chat; and all of them when it says so everywhere."""
        lane = self._lane(chat_id)
        lane.hold(now + retry_after)
        self._place(lane, now)
        self._refused[chat_id] = now, retry_after
        recent = {
            chat: (at, wait)
            for chat, (at, wait) in self._refused.items()
            if at + ALL_HELD_SPAN > now
        }
        self._refused = recent
        if len(recent) >= ALL_HELD_CHATS:
            shortest = min(at + wait for at, wait in recent.values())
            self._held_until = max(self._held_until, shortest)

    def accepted(self) -> None:
        """Telegram carried a call out: what it refused before was about those chats."""
        self._refused.clear()

    def held_until(self, chat_id: int) -> float:
        """The moment before which nothing may be called for this chat."""
        lane = self.lanes.get(chat_id)
        return max(self._held_until, lane.held_until if lane else self._held_until)

    def has_room(self, chat_id: int, now: float) -> bool:
        """Would a first status for this chat be granted at once?"""
        lane = self.lanes.get(chat_id)
        is_free = lane is None or lane.is_free(Priority.FIRST_STATUS, now)
        ceiling = self.limits.ceiling(Priority.FIRST_STATUS)
        return (
            is_free
            and self._held_until <= now
            and self._flying < self.limits.most_flying(is_quick=True)
            and self._open_ready() is None
            and self._overall.free_at(now, 1, ceiling) <= now
        )

    def room(self, chat_id: int, now: float) -> int:
        """Calls that this chat stands now, when the bot as a whole has room for one more."""
        if not self.has_room(chat_id, now):
            return 0
        lane = self.lanes.get(chat_id)
        return lane.room(now) if lane else self.limits.of(chat_id).calls

    def spare(self, chat_id: int, now: float) -> int:
        """Calls that this chat's window still holds, whoever waits for them."""
        lane = self.lanes.get(chat_id)
        return lane.spare(now) if lane else self.limits.of(chat_id).calls

    def grant(self, now: float) -> list[Ticket]:
        """The tickets that may go now, in order; they count as started."""
        self._wake(now)
        granted: list[Ticket] = []
        while (ready := self._open_ready()) is not None:
            key, version, chat_id = ready[0]
            lane = self.lanes.get(chat_id)
            found = lane.next(now) if lane and lane.version == version else None
            if lane is None or found is None or found[1] > now or found[0].key != key:
                heapq.heappop(ready)
                if lane is not None and lane.version == version:
                    self._place(lane, now)
                continue
            ticket = found[0]
            if self._free_at(ticket, now) > now:
                break
            heapq.heappop(ready)
            self._start(lane, ticket, now)
            granted.append(ticket)
        return granted

    def next_at(self, now: float) -> float:
        """When to ask `grant` again, unless something happens before; `NEVER` for no reason."""
        due = self._due[0][0] if self._due else NEVER
        if (ready := self._open_ready()) is None:
            return due  # a landing call is something that happens
        best = ready[0][0]
        priority = Priority.PROGRESS if best[0] == PROGRESS_BAND else Priority.RESULT
        free = self._overall.free_at(now, 1, self.limits.ceiling(priority))
        return min(due, max(free, self._held_until))

    def sweep(self, now: float) -> None:
        """Forget the lanes of quiet chats."""
        for chat_id in [c for c, lane in self.lanes.items() if lane.is_idle(now)]:
            del self.lanes[chat_id]

    def waiting(self) -> list[Ticket]:
        """Every ticket that waits."""
        return [ticket for lane in self.lanes.values() for ticket in lane.waiting]

    @property
    def flying(self) -> int:
        """Calls under way."""
        return self._flying

    def _start(self, lane: Lane, ticket: Ticket, now: float) -> None:
        ticket.granted_at = now
        self._flying += 1
        self._overall.start(ticket, 1, now)
        lane.start(ticket, now)
        self._place(lane, now)

    def _open_ready(self) -> Ready | None:
        """Whose first is next, of those that the calls under way leave room for."""
        is_open = [
            ready
            for is_quick, ready in self._ready.items()
            if ready and self._flying < self.limits.most_flying(is_quick=is_quick)
        ]
        return min(is_open, key=lambda ready: ready[0], default=None)

    def _free_at(self, ticket: Ticket, now: float) -> float:
        ceiling = self.limits.ceiling(ticket.priority)
        return max(self._overall.free_at(now, 1, ceiling), self._held_until)

    def _wake(self, now: float) -> None:
        while self._due and self._due[0][0] <= now:
            _, version, chat_id = heapq.heappop(self._due)
            lane = self.lanes.get(chat_id)
            if lane is not None and lane.version == version:
                self._place(lane, now)

    def _place(self, lane: Lane, now: float) -> None:
        lane.version = next(self._versions)
        found = lane.next(now)
        if found is None:
            return
        ticket, at = found
        if at <= now:
            ready = self._ready[ticket.priority in QUICK]
            heapq.heappush(ready, (ticket.key, lane.version, lane.chat_id))
        else:
            heapq.heappush(self._due, (at, lane.version, lane.chat_id))

    def _lane(self, chat_id: int) -> Lane:
        lane = self.lanes.get(chat_id)
        if lane is None:
            limits = self.limits.of(chat_id)
            lane = Lane(chat_id, limits, self.limits.longest_flight)
            self.lanes[chat_id] = lane
        return lane
