"""Orders wait for the rest of their crowd to be greeted, and for nothing else."""

import asyncio

from bot.handlers.lull import FULL, PATIENCE, Lull
from tests.fakes.clock import FakeClock, settle


async def test_a_few_updates_wait_for_nobody() -> None:
    """A batch that is not full was all there is."""
    lull = Lull(FakeClock())
    lull.note(3)
    waiting = asyncio.create_task(lull.wait())
    await settle()

    assert waiting.done()


async def test_a_full_batch_waits_for_the_next_one() -> None:
    """Who came with a full batch goes on once a smaller one, or none, has come."""
    lull = Lull(FakeClock())
    lull.note(FULL)
    waiting = asyncio.create_task(lull.wait())
    await settle()
    has_waited = not waiting.done()
    lull.note(0)
    await settle()

    assert has_waited
    assert waiting.done()


async def test_a_crowd_without_end_is_served_all_the_same() -> None:
    """Nobody waits for longer than a second, however many are coming."""
    clock = FakeClock()
    lull = Lull(clock)
    lull.note(FULL)
    waiting = asyncio.create_task(lull.wait())
    await settle()
    has_waited = not waiting.done()
    await clock.advance(PATIENCE)
    await settle()

    assert has_waited
    assert waiting.done()
