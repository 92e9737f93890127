"""A job from order to pictures, and what can happen to them on the way."""

from pathlib import Path

import pytest

from bot.domain.errors import ChatGone
from bot.domain.job import JobState
from bot.domain.recipe import PictureRef
from providers.base import Operation, Snapshot
from providers.errors import (
    ModerationRefused,
    TransientError,
)
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, artifacts, done, running
from tests.unit.services.bench import PHOTO, open_bench


async def test_an_order_becomes_pictures_for_one_credit(tmp_path: Path) -> None:
    """One submit, four pictures in the chat, one credit for a bundle of four."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order()
        await bench.pass_time(5)
        job = await bench.job(placed)

        assert job.state is JobState.SUCCEEDED
        assert len(bench.messenger.delivered(job.job_id)) == 4
        assert bench.provider.submits == [job.key]
        assert (job.charged, await bench.used()) == (1, 1)


async def test_fewer_pictures_than_made_are_the_first_ones(tmp_path: Path) -> None:
    """`--n 2` fetches and delivers the first two of a bundle."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order(count=2)
        await bench.pass_time(5)

        assert bench.provider.fetched == ["a1", "a2"]
        assert len(bench.messenger.delivered(placed.jobs[0].job_id)) == 2


async def test_pictures_that_appear_one_by_one_are_all_fetched(tmp_path: Path) -> None:
    """Never stop at the first one: each is fetched once, in its turn."""
    async with open_bench(tmp_path) as bench:
        for ready in (1, 3):
            bench.provider.poll_script.append(
                Snapshot(is_done=False, artifacts=artifacts(ready), expected=4)
            )
        placed = await bench.order()
        await bench.pass_time(10)

        assert bench.provider.fetched == ["a1", "a2", "a3", "a4"]
        assert len(bench.messenger.delivered(placed.jobs[0].job_id)) == 4


async def test_an_expired_address_is_asked_for_again(tmp_path: Path) -> None:
    """A download that fails takes the next poll's fresh address."""
    async with open_bench(tmp_path) as bench:
        bench.provider.fetch_script.extend([None, TransientError("403")])
        placed = await bench.order()
        await bench.pass_time(10)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(bench.messenger.delivered(placed.jobs[0].job_id)) == 4


async def test_part_of_a_result_costs_that_part_and_says_so(tmp_path: Path) -> None:
    """Two of four pictures came: the user is told, a bundle stays one credit."""
    async with open_bench(tmp_path) as bench:
        bench.provider.made = 2
        placed = await bench.order()
        await bench.pass_time(5)
        job = await bench.job(placed)

        assert "partial_result" in job.notices
        assert (job.state, job.charged) == (JobState.SUCCEEDED, 1)


async def test_a_task_without_a_picture_costs_nothing(tmp_path: Path) -> None:
    """Done, but empty: a failure with its own words."""
    async with open_bench(tmp_path) as bench:
        bench.provider.made = 0
        placed = await bench.order()
        await bench.pass_time(5)

        assert (await bench.job(placed)).failure == "no_result"
        assert await bench.used() == 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
async def test_transparency_is_noted_with_the_picture(
    tmp_path: Path, mode: str
) -> None:
    """It decides how the picture arrives, in this run or in a later one."""

    def half_clear() -> bytes:
        return picture_bytes(mode=mode, colour="#00808080")

    async with open_bench(tmp_path, FakeProvider(make_picture=half_clear)) as bench:
        placed = await bench.order()
        await bench.pass_time(5)

        (picture, *_) = bench.messenger.delivered(placed.jobs[0].job_id)
        assert picture.has_alpha is (mode == "RGBA")


async def test_a_broken_picture_is_left_out(tmp_path: Path) -> None:
    """What is no picture never reaches the chat."""
    pictures = iter([b"<html>no picture</html>", *[picture_bytes()] * 3])
    provider = FakeProvider(make_picture=lambda: next(pictures))
    async with open_bench(tmp_path, provider) as bench:
        placed = await bench.order()
        await bench.pass_time(5)

        assert len(bench.messenger.delivered(placed.jobs[0].job_id)) == 3


async def test_silence_ends_a_job_progress_does_not(tmp_path: Path) -> None:
    """The time-out counts from the last progress, not from the start."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend(running(n / 500) for n in range(200))
        bench.provider.poll_script.extend(running(0.4) for _ in range(200))
        placed = await bench.order()
        await bench.pass_time(700)
        assert (await bench.job(placed)).state is JobState.RUNNING

        await bench.pass_time(900)

        assert (await bench.job(placed)).failure == "timed_out"


async def test_a_photo_is_fetched_cleaned_and_enlarged(tmp_path: Path) -> None:
    """An upscale goes through the same way, and its source leaves the spool."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order(
            "", operation=Operation.UPSCALE, scale=4, sources=(PHOTO,)
        )
        await bench.pass_time(5)
        job = await bench.job(placed)

        assert (job.state, job.charged) == (JobState.SUCCEEDED, 2)
        left = sorted(path.name for path in (tmp_path / "spool" / job.job_id).iterdir())
        assert left == ["picture-1.png"]


async def test_a_picture_that_cannot_be_used_costs_nothing_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    """A broken photo is refused before a provider is asked."""
    async with open_bench(tmp_path) as bench:
        bench.tools.refuse_next = "picture_broken"
        placed = await bench.order("", operation=Operation.UPSCALE, sources=(PHOTO,))
        await bench.pass_time(2)
        job = await bench.job(placed)

        assert (job.failure, bench.provider.submits) == ("picture_broken", [])
        assert await bench.used() == 0
        assert not (tmp_path / "spool" / job.job_id).exists()


async def test_a_chat_that_is_gone_pays_nothing(tmp_path: Path) -> None:
    """The pictures were made, nobody could receive them: released."""
    async with open_bench(tmp_path) as bench:
        bench.messenger.failures.append(ChatGone())
        placed = await bench.order()
        await bench.pass_time(5)

        assert (await bench.job(placed)).failure == "chat_gone"
        assert await bench.used() == 0


async def test_an_unexpected_error_is_told_and_released(tmp_path: Path) -> None:
    """Nothing is swallowed: the job fails as internal and the user hears of it."""

    def broken() -> bytes:
        raise ValueError("a fault of ours")

    async with open_bench(tmp_path, FakeProvider(make_picture=broken)) as bench:
        placed = await bench.order()
        await bench.pass_time(5)

        assert (await bench.job(placed)).failure == "internal"
        assert bench.messenger.conclusions
        assert await bench.used() == 0


async def test_an_album_of_upscales_shares_one_status_and_ends_once(
    tmp_path: Path,
) -> None:
    """Each picture is a job; exactly one of the deliveries is the last."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order(
            "", operation=Operation.UPSCALE, sources=(PHOTO,) * 3, one_job_each=True
        )
        await bench.pass_time(10)

        assert len(placed.jobs) == 3
        assert {job.status_id for job in placed.jobs} == {placed.status.status_id}
        assert [d.is_last for d in bench.messenger.deliveries] == [False, False, True]


async def test_a_failure_in_a_batch_does_not_end_the_others(tmp_path: Path) -> None:
    """Two of three arrive; the third is free and told."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_script.append(ModerationRefused())
        placed = await bench.order(
            "", operation=Operation.UPSCALE, sources=(PHOTO,) * 3, one_job_each=True
        )
        await bench.pass_time(10)
        states = sorted([(await bench.job(placed, n)).state for n in range(3)])

        assert states == [JobState.FAILED, JobState.SUCCEEDED, JobState.SUCCEEDED]
        assert await bench.used() == 2


async def test_result_of_another_job_can_be_worked_on(tmp_path: Path) -> None:
    """4x of picture 2 takes the original bytes from the spool, not Telegram's copy."""
    async with open_bench(tmp_path) as bench:
        made = await bench.order()
        await bench.pass_time(5)
        ref = PictureRef(
            file_id=f"{made.jobs[0].job_id}:2", file_unique_id="x", kind="result"
        )
        placed = await bench.order(
            "", operation=Operation.UPSCALE, scale=2, sources=(ref,)
        )
        await bench.pass_time(5)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert bench.files.downloads == []


def test_done_snapshot_has_as_many_pictures_as_said() -> None:
    """The fake's own promise."""
    assert len(done(3).artifacts) == 3


async def test_a_photo_alone_is_enlarged_twice(tmp_path: Path) -> None:
    """Without a factor the provider's own default never decides: it is 2."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order("", operation=Operation.UPSCALE, sources=(PHOTO,))

        assert (await bench.job(placed)).recipe.scale == 2
