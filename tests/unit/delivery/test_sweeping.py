"""Public asides go away again: in time, few calls, over restarts, and never in the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import ExtBot

from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.delivery.sweeping import AsideSweeper
from tests.fakes.asides import FakeAsideStore
from tests.fakes.clock import FakeClock, settle
from tests.fakes.shelves import Shelves
from tests.unit.handlers.recording import RecordingRequest

GROUP, OTHER = -100, -200


@dataclass(slots=True)
class Yard:
    """A sweeper and what surrounds it."""

    request: RecordingRequest
    clock: FakeClock
    store: FakeAsideStore
    sweeper: AsideSweeper

    @property
    def deleted(self) -> list[tuple[int, list[int]]]:
        """What Telegram was told to delete, one entry a call."""
        calls = self.request.of("deleteMessages")
        return [(call["chat_id"], call["message_ids"]) for call in calls]


@asynccontextmanager
async def sweeping(shelves: Shelves, clock: FakeClock) -> AsyncIterator[Yard]:
    """A sweeper at work; asides stand for 30 seconds."""
    request, store, outbox = RecordingRequest(), FakeAsideStore(shelves), Outbox(clock)
    bot = ExtBot(
        "42:token",
        request=request,
        get_updates_request=request,
        rate_limiter=OutboxLimiter(outbox),
    )
    sweeper = AsideSweeper(bot, outbox, store, clock, stays=timedelta(seconds=30))
    await sweeper.start()
    yield Yard(request, clock, store, sweeper)
    await sweeper.stop()
    await outbox.stop()


async def test_a_aside_stands_for_its_time() -> None:
    """It is there at 29 seconds, gone at 31, and forgotten."""
    async with sweeping(Shelves(), FakeClock()) as yard:
        await yard.sweeper.sweep(GROUP, 7)
        await yard.clock.advance(29)
        early = list(yard.deleted)
        await yard.clock.advance(2)

        assert (early, yard.deleted) == ([], [(GROUP, [7])])
        assert await yard.store.asides() == ()


async def test_what_is_due_together_goes_together() -> None:
    """One call for all of a chat that are due: a group has twenty a minute."""
    async with sweeping(Shelves(), FakeClock()) as yard:
        await yard.sweeper.sweep(GROUP, 7)
        await yard.sweeper.sweep(GROUP, 8)
        await yard.sweeper.sweep(OTHER, 7)
        await yard.clock.advance(10)
        await yard.sweeper.sweep(GROUP, 9)
        await yard.clock.advance(21)

        assert sorted(yard.deleted) == [(OTHER, [7]), (GROUP, [7, 8])]
        await yard.clock.advance(10)
        assert yard.deleted[-1] == (GROUP, [9])


async def test_a_restart_goes_on_where_it_was() -> None:
    """The second run deletes in time what the first one posted; what is overdue at once."""
    shelves, clock = Shelves(), FakeClock()
    async with sweeping(shelves, clock) as yard:
        await yard.sweeper.sweep(GROUP, 7)
        await clock.advance(20)
        await yard.sweeper.sweep(GROUP, 8)
        assert yard.deleted == []
    await clock.advance(15)
    async with sweeping(shelves, clock) as yard:
        await settle()
        assert yard.deleted == [(GROUP, [7])]
        await clock.advance(16)
        assert yard.deleted[1:] == [(GROUP, [8])]


async def test_what_cannot_be_deleted_is_tried_once() -> None:
    """A refusal is taken as it is; the next aside is deleted all the same."""
    async with sweeping(Shelves(), FakeClock()) as yard:
        yard.request.answers["deleteMessages"] = BadRequest("not yours")
        await yard.sweeper.sweep(GROUP, 7)
        await yard.clock.advance(31)
        assert await yard.store.asides() == ()
        del yard.request.answers["deleteMessages"]
        await yard.sweeper.sweep(GROUP, 8)
        await yard.clock.advance(100)

        assert yard.deleted == [(GROUP, [7]), (GROUP, [8])]


@pytest.mark.parametrize("trouble", [TimedOut(), NetworkError("Bad Gateway")])
async def test_an_outage_leaves_no_aside_standing(trouble: NetworkError) -> None:
    """Deleted when Telegram answers again, and not asked for at every moment until then."""
    async with sweeping(Shelves(), FakeClock()) as yard:
        yard.request.answers["deleteMessages"] = trouble
        await yard.sweeper.sweep(GROUP, 7)
        await yard.clock.advance(130)
        asked = len(yard.deleted)
        assert len(await yard.store.asides()) == 1
        del yard.request.answers["deleteMessages"]
        await yard.clock.advance(31)

        assert 2 < asked < 12
        assert len(yard.deleted) == asked + 1
        assert await yard.store.asides() == ()
