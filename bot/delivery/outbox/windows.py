"""A sliding window over calls whose moment of counting is known only roughly.

Telegram counts a call some time between its start and its answer. A call therefore fills its
place from its start until one span after its answer: whichever moment was the true one, no
window of that length ever holds more than the limit.
"""

from collections import deque

from bot.delivery.outbox.tickets import Ticket


class Window:
    """At most `limit` in any `span` seconds.

    Args:
        limit: places.
        span: seconds.
        longest_flight: seconds after its start by which a call is taken for counted, although
            its upload goes on: a slow line must not eat the budget of all chats.
    """

    def __init__(self, limit: int, span: float, longest_flight: float) -> None:
        self.limit = limit
        self.span = span
        self._longest_flight = longest_flight
        self._flying: dict[Ticket, tuple[float, int]] = {}  # in order of their start
        self._landed: deque[tuple[float, int]] = deque()  # in order of their time
        self._used = 0

    def used(self, now: float) -> int:
        """Places taken at this moment."""
        self._tidy(now)
        return self._used

    def is_empty(self, now: float) -> bool:
        """Does nothing count any more?"""
        return self.used(now) == 0

    def start(self, ticket: Ticket, cost: int, now: float) -> None:
        """A call leaves."""
        self._flying[ticket] = (now, cost)
        self._used += cost

    def land(self, ticket: Ticket, now: float) -> None:
        """Its answer came, or is not coming."""
        flight = self._flying.pop(ticket, None)
        if flight is not None:
            self._landed.append((self._in_order(now), flight[1]))

    def refund(self, ticket: Ticket) -> None:
        """The call was not made after all."""
        flight = self._flying.pop(ticket, None)
        if flight is not None:
            self._used -= flight[1]

    def free_at(self, now: float, cost: int, ceiling: int) -> float:
        """The earliest moment at which `cost` more stay within `ceiling`; it may move nearer."""
        self._tidy(now)
        if not self._used or self._used + cost <= ceiling:
            return now  # an album larger than the ceiling goes through an empty window
        missing = min(self._used + cost - ceiling, self._used)
        for at, freed in self._landed:
            missing -= freed
            if missing <= 0:
                return at + self.span
        for at, freed in self._flying.values():
            missing -= freed
            if missing <= 0:
                return at + self._longest_flight + self.span
        return now + self.span

    def _tidy(self, now: float) -> None:
        for ticket, (at, _) in list(self._flying.items()):
            if at + self._longest_flight > now:
                break
            self.land(ticket, at + self._longest_flight)
        while self._landed and self._landed[0][0] + self.span <= now:
            self._used -= self._landed.popleft()[1]

    def _in_order(self, at: float) -> float:
        return max(at, self._landed[-1][0]) if self._landed else at
