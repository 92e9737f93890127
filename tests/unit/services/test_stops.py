"""Jobs stopped by people, by restarts and by crashes, and what goes on after."""

from pathlib import Path

import pytest

from bot.domain.errors import Refused
from bot.domain.events import Cancelled
from bot.domain.job import JobState, transition
from providers.errors import (
    ModerationRefused,
)
from tests.fakes.provider import running
from tests.unit.services.bench import Bench, open_bench


async def test_cancel_while_running_reaches_the_provider(tmp_path: Path) -> None:
    """The remote task is called off, nothing is charged, nothing is delivered."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running(0.1)] * 50)
        placed = await bench.order()
        await bench.pass_time(5)

        await bench.desk.cancel(placed.jobs[0].job_id, user_id=7, may_moderate=False)
        await bench.settle()
        job = await bench.job(placed)

        assert job.state is JobState.CANCELLED
        assert bench.provider.cancelled == ["remote-1"]
        assert await bench.used() == 0


async def test_cancel_while_waiting_ends_at_once(tmp_path: Path) -> None:
    """A job in the queue needs no turn to be cancelled."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.provider.poll_script.extend([running(0.1)] * 50)
        await bench.order()
        waiting = await bench.order()
        await bench.pass_time(3)

        await bench.desk.cancel(waiting.jobs[0].job_id, user_id=7, may_moderate=False)
        await bench.settle()

        assert (await bench.job(waiting)).state is JobState.CANCELLED
        assert len(bench.provider.submits) == 1
        assert (
            bench.messenger.conclusions[-1].jobs[0].job.job_id == waiting.jobs[0].job_id
        )


async def test_strangers_cannot_cancel(tmp_path: Path) -> None:
    """Only the owner and who moderates may."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running(0.1)] * 50)
        placed = await bench.order()

        with pytest.raises(Refused) as refusal:
            await bench.desk.cancel(
                placed.jobs[0].job_id, user_id=8, may_moderate=False
            )
        await bench.desk.cancel(placed.jobs[0].job_id, user_id=8, may_moderate=True)
        await bench.pass_time(3)

        assert refusal.value.code == "not_yours"
        assert (await bench.job(placed)).state is JobState.CANCELLED


async def test_a_job_that_the_operator_ended_is_told_to_the_chat(
    tmp_path: Path,
) -> None:
    """`imagewright jobs cancel` of a waiting job reaches the status message by itself."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.provider.poll_script.extend([running()] * 50)
        await bench.order()
        waiting = await bench.order()
        await bench.settle()
        job = await bench.job(waiting)
        await bench.stores.jobs.finish(transition(job, Cancelled(at=bench.clock.now())))
        await bench.pass_time(12)

        assert [view.status.status_id for view in bench.messenger.conclusions] == [
            waiting.status.status_id
        ]


@pytest.mark.parametrize("how", ["restart", "crash"])
async def test_a_running_job_goes_on_after_a_new_start(
    tmp_path: Path, how: str
) -> None:
    """The remote id is saved: polled on, never submitted again."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running(0.3)] * 5)
        placed = await bench.order()
        await bench.pass_time(5)
        await getattr(bench, how)()
        await bench.pass_time(30)
        job = await bench.job(placed)
        view = bench.messenger.last_view(placed.status.status_id)

        assert job.state is JobState.SUCCEEDED
        assert len(bench.provider.submits) == 1
        assert view is not None


async def test_a_waiting_job_is_told_its_place_after_a_restart(tmp_path: Path) -> None:
    """The queue goes on where it was, and so does what the chat says of it."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.provider.poll_script.extend([running(0.1)] * 500)
        await bench.order()
        waiting = await bench.order()
        await bench.pass_time(2)
        bench.messenger.views.clear()
        await bench.restart()
        await bench.pass_time(12)
        view = bench.messenger.last_view(waiting.status.status_id)

        assert view is not None
        assert view.jobs[0].place == 0


async def test_restarts_in_good_order_never_count_as_crashes(tmp_path: Path) -> None:
    """Ten deploys in an hour do not cost a patient job its life."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running()] * 60)
        placed = await bench.order()
        for _ in range(10):
            await bench.pass_time(2)
            await bench.restart()
        await bench.pass_time(300)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED


async def test_who_dies_each_time_is_not_resumed_for_ever(tmp_path: Path) -> None:
    """Resumed twice and died each time: failed as crashed, released, no loop."""
    async with open_bench(tmp_path) as bench:
        bench.provider.poll_script.extend([running()] * 500)
        placed = await bench.order()
        await bench.pass_time(3)
        for _ in range(4):
            await bench.crash()
            await bench.pass_time(2)
        job = await bench.job(placed)

        assert (job.state, job.failure) == (JobState.FAILED, "crashed")
        assert await bench.used() == 0


async def test_pictures_that_are_here_survive_any_number_of_crashes(
    tmp_path: Path,
) -> None:
    """What is paid and on the disk is delivered, however often the bot died meanwhile."""
    async with open_bench(tmp_path) as bench:
        bench.messenger.is_stuck = True
        placed = await bench.order()
        await bench.pass_time(5)
        for _ in range(5):
            await bench.crash()
        bench.messenger.is_stuck = False
        await bench.crash()
        await bench.pass_time(2)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(bench.provider.submits) == 1


async def test_an_ending_that_was_never_told_is_told_at_the_next_start(
    tmp_path: Path,
) -> None:
    """Killed between the release and the last edit: the status does not stay a zombie."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_script.append(ModerationRefused())
        placed = await bench.order()
        await bench.pass_time(2)
        bench.messenger.conclusions.clear()
        bench.stores.shelves.concluded.discard(placed.status.status_id)
        await bench.crash()

        assert [v.status.status_id for v in bench.messenger.conclusions] == [
            placed.status.status_id
        ]


async def test_no_order_is_taken_while_draining(tmp_path: Path) -> None:
    """Who writes during a stop is told so; nothing is reserved."""
    bench = Bench(tmp_path)
    await bench.runner.start()
    await bench.runner.stop()

    with pytest.raises(Refused) as refusal:
        await bench.order()

    assert refusal.value.code == "draining"
