"""Runs the outbox's pure core through invented traffic and writes down what left when."""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.schedule import NEVER, Schedule
from bot.delivery.outbox.tickets import Priority, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One call that somebody will want to make.

    Attributes:
        at: seconds after the start.
        takes: seconds until Telegram answers.
        counted: which share of that has passed when Telegram counts it.
        refused: seconds of a 429 that the call draws; 0 for none.
    """

    at: float
    chat_id: int
    priority: Priority
    cost: int = 1
    takes: float = 0.1
    counted: float = 0.5
    refused: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A call that left: when it was granted and when Telegram counted it."""

    wish: Wish
    ticket: Ticket
    granted_at: float
    counted_at: float


def run(wishes: Sequence[Wish], limits: OutboxLimits | None = None) -> list[Sent]:
    """Play the wishes; a schedule that would wait for ever is an error."""
    play = _Play(Schedule(limits or OutboxLimits()))
    for wish in wishes:
        play.expect(wish.at, wish)
    while (now := play.next_at()) != NEVER:
        play.pass_to(now)
    if waiting := play.schedule.waiting():
        raise AssertionError(f"{len(waiting)} tickets wait for ever")
    return play.sent


class _Play:
    """What is to come, what was asked for and what was sent, at one moment."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.sent: list[Sent] = []
        self._now = 0.0
        self._numbers = itertools.count()  # what comes at one time comes in its order
        self._coming: list[tuple[float, int, Wish | Ticket]] = []
        self._owners: dict[Ticket, Wish] = {}

    def expect(self, at: float, what: Wish | Ticket) -> None:
        """A wish is asked for then, a ticket's call lands then."""
        heapq.heappush(self._coming, (at, next(self._numbers), what))

    def next_at(self) -> float:
        """When something happens next."""
        upcoming = self._coming[0][0] if self._coming else NEVER
        return max(self._now, min(upcoming, self.schedule.next_at(self._now)))

    def pass_to(self, now: float) -> None:
        """Let everything happen that is due."""
        self._now = now
        while self._coming and self._coming[0][0] <= now:
            _, _, what = heapq.heappop(self._coming)
            if isinstance(what, Wish):
                self._ask(what)
            else:
                self._land(what)
        for ticket in self.schedule.grant(now):
            self._send(ticket)

    def _ask(self, wish: Wish) -> None:
        ticket = Ticket(
            chat_id=wish.chat_id,
            priority=wish.priority,
            cost=wish.cost,
            asked_at=self._now,
        )
        self._owners[ticket] = wish
        self.schedule.ask(ticket)

    def _land(self, ticket: Ticket) -> None:
        wish = self._owners[ticket]
        self.schedule.land(ticket, self._now)
        if wish.refused:
            self.schedule.refused(wish.chat_id, wish.refused, self._now)

    def _send(self, ticket: Ticket) -> None:
        wish = self._owners[ticket]
        counted_at = self._now + wish.takes * wish.counted
        self.sent.append(
            Sent(wish=wish, ticket=ticket, granted_at=self._now, counted_at=counted_at)
        )
        self.expect(self._now + wish.takes, ticket)


def most_in_any(span: float, counted: Sequence[tuple[float, int]]) -> int:
    """The largest sum of costs within any `span` seconds."""
    counted = sorted(counted)
    return max(
        (
            sum(cost for at, cost in counted if start <= at < start + span - 1e-9)
            for start, _ in counted
        ),
        default=0,
    )
