"""Orders wait for the rest of their crowd to be greeted, and for nothing else."""

import asyncio

from bot.handlers.lull import FULL, PATIENCE, Lull


async def test_a_few_updates_wait_for_nobody() -> None:
    """A batch that is not full was all there is."""
    lull = Lull()
    lull.note(3)

    async with asyncio.timeout(PATIENCE / 2):
        await lull.wait()


async def test_a_full_batch_waits_for_the_next_one() -> None:
    """Who came with a full batch goes on once a smaller one, or none, has come."""
    lull = Lull()
    lull.note(FULL)
    waiting = asyncio.create_task(lull.wait())
    done, _ = await asyncio.wait({waiting}, timeout=0.05)
    lull.note(0)

    async with asyncio.timeout(PATIENCE / 2):
        await waiting
    assert done == set()


async def test_a_crowd_without_end_is_served_all_the_same() -> None:
    """Nobody waits for longer than a second, however many are coming."""
    lull = Lull()
    lull.note(FULL)

    async with asyncio.timeout(PATIENCE * 3):
        await lull.wait()
