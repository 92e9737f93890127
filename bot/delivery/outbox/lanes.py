"""One chat's waiting calls and its window."""

import bisect

from bot.delivery.outbox.limits import LaneLimits
from bot.delivery.outbox.tickets import Priority, Ticket
from bot.delivery.outbox.windows import Window


class Lane:
    """A chat. It decides which of its tickets is next, and from when on that may go."""

    def __init__(self, chat_id: int, limits: LaneLimits, longest_flight: float) -> None:
        self.chat_id = chat_id
        self.limits = limits
        self.waiting: list[Ticket] = []  # in order of their keys
        self.held_until = float("-inf")
        self.version = 0  # changes with the lane: a heap's older entries are void
        self._window = Window(limits.calls, limits.span, longest_flight)
        self._last_start = float("-inf")

    def add(self, ticket: Ticket) -> None:
        """Put a ticket into its place."""
        bisect.insort(self.waiting, ticket, key=lambda waiting: waiting.key)

    def drop(self, ticket: Ticket) -> None:
        """Forget a ticket that nobody waits for any more."""
        if ticket in self.waiting:
            self.waiting.remove(ticket)

    def start(self, ticket: Ticket, now: float) -> None:
        """A ticket goes."""
        self.waiting.remove(ticket)
        self._window.start(ticket, self.limits.cost(ticket.cost), now)
        self._last_start = now

    def land(self, ticket: Ticket, now: float) -> None:
        """A call is over."""
        self._window.land(ticket, now)

    def refund(self, ticket: Ticket) -> None:
        """A call was not made after all."""
        self._window.refund(ticket)

    def hold(self, until: float) -> None:
        """Send nothing before then; a hold never gets shorter."""
        self.held_until = max(self.held_until, until)

    def next(self, now: float) -> tuple[Ticket, float] | None:
        """The ticket that goes next and the moment from which it may; None when none waits.

        A ticket that lacks room in the window keeps everything behind it waiting: were
        smaller calls let past, an album would never find its room. One that only lacks room
        below its reserve lets past those that may use the reserve.
        """
        if self.waiting and self.held_until > now:
            return self.waiting[0], self.held_until
        best: tuple[Ticket, float] | None = None
        blocked_until = now  # before then those in front let nobody past
        looked_at: set[tuple[Priority, int]] = set()
        for ticket in self.waiting:
            kind = ticket.priority, ticket.cost
            if kind in looked_at:
                continue  # it goes no earlier than the one in front of it
            looked_at.add(kind)
            at = max(self._free_at(ticket, now), blocked_until)
            if best is None or at < best[1]:
                best = ticket, at
            blocked_until = max(blocked_until, self._room_at(ticket, now))
            if best[1] <= blocked_until:
                break
        return best

    def is_free(self, priority: Priority, now: float) -> bool:
        """Could one more call of this kind go now?"""
        ceiling = self.limits.ceiling(priority)
        return (
            not self.waiting
            and self.held_until <= now
            and self._window.free_at(now, 1, ceiling) <= now
        )

    def room(self, now: float) -> int:
        """Calls that would go at once; none while others wait."""
        is_quiet = not self.waiting and self.held_until <= now
        return self.spare(now) if is_quiet else 0

    def spare(self, now: float) -> int:
        """Calls that the window still holds, whoever waits for them."""
        return self.limits.calls - self._window.used(now)

    def is_idle(self, now: float) -> bool:
        """Would forgetting this lane change nothing?"""
        return (
            not self.waiting and self.held_until <= now and self._window.is_empty(now)
        )

    def _free_at(self, ticket: Ticket, now: float) -> float:
        cost = self.limits.cost(ticket.cost)
        at = self._window.free_at(now, cost, self.limits.ceiling(ticket.priority))
        if ticket.priority is Priority.PROGRESS:
            at = max(at, self._last_start + self.limits.progress_gap)
        return at

    def _room_at(self, ticket: Ticket, now: float) -> float:
        """From when on it only lacks room below its reserve."""
        cost = self.limits.cost(ticket.cost)
        return self._window.free_at(now, cost, self.limits.calls)
