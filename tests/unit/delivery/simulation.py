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
    schedule = Schedule(limits or OutboxLimits())
    numbers = itertools.count()
    events: list[tuple[float, int, str, object]] = []
    for wish in wishes:
        heapq.heappush(events, (wish.at, next(numbers), "ask", wish))
    owners: dict[Ticket, Wish] = {}
    sent: list[Sent] = []
    now = 0.0
    while True:
        upcoming = events[0][0] if events else NEVER
        now = max(now, min(upcoming, schedule.next_at(now)))
        if now == NEVER:
            break
        while events and events[0][0] <= now:
            _, _, kind, what = heapq.heappop(events)
            if kind == "ask" and isinstance(what, Wish):
                ticket = Ticket(
                    chat_id=what.chat_id,
                    priority=what.priority,
                    cost=what.cost,
                    asked_at=now,
                )
                owners[ticket] = what
                schedule.ask(ticket)
            elif isinstance(what, Ticket):
                schedule.land(what, now)
                if owners[what].refused:
                    schedule.refused(what.chat_id, owners[what].refused, now)
        for ticket in schedule.grant(now):
            wish = owners[ticket]
            sent.append(
                Sent(
                    wish=wish,
                    ticket=ticket,
                    granted_at=now,
                    counted_at=now + wish.takes * wish.counted,
                )
            )
            heapq.heappush(events, (now + wish.takes, next(numbers), "land", ticket))
    if schedule.waiting():
        raise AssertionError(f"{len(schedule.waiting())} tickets wait for ever")
    return sent


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
