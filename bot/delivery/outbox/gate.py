"""The outbox on the event loop: `async with outbox.slot(...)` around each counted call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.schedule import NEVER, Schedule
from bot.delivery.outbox.tickets import Priority, Ticket
from providers.clock import Clock

SWEEP_EVERY = 60.0  # seconds
STALE_SOON = frozenset({Priority.PROGRESS, Priority.FIRST_STATUS})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The outbox at one moment, for the operator.

    Attributes:
        oldest: seconds that the oldest ticket has waited.
        refusals: 429s since the start.
    """

    waiting: int
    oldest: float
    lanes: int
    in_flight: int
    granted: int
    refusals: int


class Slot:
    """The right to make one call; hand it to PTB as `rate_limit_args`.

    Attributes:
        chat_id: the chat that the call is for.
        repeats: wait and call again after a 429. Progress and first texts do not: theirs would be
            stale, and whoever wants to say them must be free to leave them out for a result.
    """

    def __init__(self, outbox: "Outbox", ticket: Ticket) -> None:
        self.chat_id = ticket.chat_id
        self.repeats = ticket.priority not in STALE_SOON
        self._outbox = outbox
        self._ticket: Ticket | None = ticket

    async def again(self) -> None:
        """Give the slot back and wait for another: the call was refused."""
        old, self._ticket = self._ticket, None
        if old is not None:
            self._outbox.give_back(old)
            self._ticket = await self._outbox.take(old.chat_id, old.priority, old.cost)

    def give_back(self) -> None:
        """The call is over; nothing is held where the wait for another slot was broken off."""
        if self._ticket is not None:
            self._outbox.give_back(self._ticket)


class Outbox:
    """The gate that all counted calls go through.

    Args:
        clock: what time it is; also wakes the gate.
        limits: Telegram's, unless a test or an operator knows better.
    """

    def __init__(self, clock: Clock, limits: OutboxLimits | None = None) -> None:
        self._clock = clock
        self._schedule = Schedule(limits or OutboxLimits())
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = NEVER
        self._swept_at = clock.monotonic()
        self._granted = 0
        self._refusals = 0
        self._is_stopped = False

    @asynccontextmanager
    async def slot(
        self, chat_id: int, priority: Priority, *, cost: int = 1
    ) -> AsyncIterator[Slot]:
        """Wait for the right to make one counted call; cancelling the wait withdraws it.

        Args:
            chat_id: where the call goes.
            priority: what it is for.
            cost: messages it makes: an album's pictures.
        """
        slot = Slot(self, await self.take(chat_id, priority, cost))
        try:
            yield slot
        finally:
            slot.give_back()

    def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Telegram answered 429, for this chat or for a call that speaks to none."""
        self._refusals += 1
        log.warning("outbox.refused", chat_id=chat_id, retry_after=retry_after)
        if chat_id is not None:
            self._schedule.refused(chat_id, retry_after, self._clock.monotonic())
            self._pump()

    def accepted(self) -> None:
        """Telegram carried a counted call out: so it does not refuse everybody."""
        self._schedule.accepted()

    def is_held(self, chat_id: int) -> bool:
        """Must nothing be called for this chat now, counted or not?"""
        return self._schedule.held_until(chat_id) > self._clock.monotonic()

    def has_room(self, chat_id: int) -> bool:
        """Would a first status for this chat go at once?"""
        return self._schedule.has_room(chat_id, self._clock.monotonic())

    def room(self, chat_id: int) -> int:
        """Calls that this chat stands now; none while anything waits there."""
        return self._schedule.room(chat_id, self._clock.monotonic())

    def spare(self, chat_id: int) -> int:
        """Calls that this chat's window still holds, whoever waits for them."""
        return self._schedule.spare(chat_id, self._clock.monotonic())

    def figures(self) -> Figures:
        """Where the outbox stands."""
        now = self._clock.monotonic()
        self._schedule.sweep(now)
        waiting = self._schedule.waiting()
        return Figures(
            waiting=len(waiting),
            oldest=max((now - ticket.asked_at for ticket in waiting), default=0.0),
            lanes=len(self._schedule.lanes),
            in_flight=self._schedule.flying,
            granted=self._granted,
            refusals=self._refusals,
        )

    async def stop(self) -> None:
        """Grant nothing any more; whoever still waits is cancelled."""
        self._is_stopped = True
        for waiter in self._waiters.values():
            waiter.cancel()
        if self._alarm is not None:
            self._alarm.cancel()
            await asyncio.gather(self._alarm, return_exceptions=True)
            self._alarm = None

    async def take(self, chat_id: int, priority: Priority, cost: int) -> Ticket:
        """Wait for a ticket of one's own; `give_back` must follow."""
        ticket = Ticket(
            chat_id=chat_id,
            priority=priority,
            cost=cost,
            asked_at=self._clock.monotonic(),
        )
        waiter = self._waiters[ticket] = asyncio.get_running_loop().create_future()
        self._schedule.ask(ticket)
        self._pump()
        try:
            await waiter
        except asyncio.CancelledError:
            self._abandon(ticket)
            raise
        return ticket

    def give_back(self, ticket: Ticket) -> None:
        """A granted call is over."""
        self._schedule.land(ticket, self._clock.monotonic())
        self._pump()

    def _abandon(self, ticket: Ticket) -> None:
        now = self._clock.monotonic()
        if ticket.granted_at is None:
            del self._waiters[ticket]
            self._schedule.withdraw(ticket, now)
        else:
            self._granted -= 1
            self._schedule.refund(ticket, now)
        self._pump()

    def _pump(self) -> None:
        now = self._clock.monotonic()
        for ticket in self._schedule.grant(now):
            waiter = self._waiters.pop(ticket)
            self._granted += 1
            if not waiter.done():
                waiter.set_result(None)
        if now - self._swept_at >= SWEEP_EVERY:
            self._swept_at = now
            self._schedule.sweep(now)
        self._set_alarm(self._schedule.next_at(now))

    def _set_alarm(self, at: float) -> None:
        if (
            self._is_stopped
            or at == NEVER
            or (self._alarm is not None and self._alarm_at <= at)
        ):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = asyncio.get_running_loop().create_task(self._ring(at))

    async def _ring(self, at: float) -> None:
        await self._clock.sleep(max(at - self._clock.monotonic(), 0.001))
        self._alarm = None
        self._alarm_at = NEVER
        self._pump()
