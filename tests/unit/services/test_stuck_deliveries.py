"""Chats that let nothing in: others' jobs go on beside what waits for them."""

from pathlib import Path

from bot.domain.job import Address, JobState
from bot.services.runner import MOST_DELIVERING
from tests.unit.services.bench import Bench, open_bench


async def _order_as(bench: Bench, user_id: int) -> JobState:
    """Order as somebody; how far the job gets while no chat lets anything in."""
    placed = await bench.order(user_id=user_id, address=Address(chat_id=user_id))
    await bench.pass_time(10)
    return (await bench.job(placed)).state


async def test_pictures_that_wait_for_their_chat_take_nobodys_place(
    tmp_path: Path,
) -> None:
    """With one place, a second person's pictures are made while the first one's are not let in."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.messenger.is_stuck = True

        assert await _order_as(bench, 1) is JobState.DELIVERING
        assert not bench.runner.is_full
        assert await _order_as(bench, 2) is JobState.DELIVERING


async def test_who_waits_for_a_place_gets_it_when_pictures_leave(
    tmp_path: Path,
) -> None:
    """Ordered while the place was taken: begun as soon as the first job only waits for its chat."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.messenger.is_stuck = True
        first = await bench.order(user_id=1, address=Address(chat_id=1))
        second = await bench.order(user_id=2, address=Address(chat_id=2))

        await bench.pass_time(20)

        states = [(await bench.job(each)).state for each in (first, second)]
        assert states == [JobState.DELIVERING] * 2


async def test_not_everything_is_made_for_chats_that_let_nothing_in(
    tmp_path: Path,
) -> None:
    """When Telegram takes nothing at all, the queue waits: pictures must not fill the disk."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.messenger.is_stuck = True

        states = [await _order_as(bench, user_id) for user_id in range(1, 7)]

        made = MOST_DELIVERING + 1
        assert states == [JobState.DELIVERING] * made + [JobState.QUEUED] * (6 - made)
