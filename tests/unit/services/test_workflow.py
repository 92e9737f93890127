"""A job from order to pictures, and everything that can happen on the way."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.errors import ChatGone, Refused
from bot.domain.events import Cancelled
from bot.domain.job import Job, JobState, transition
from bot.domain.recipe import PictureRef
from providers.base import Operation, Recovery, Snapshot
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TransientError,
)
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, artifacts, done, running
from tests.unit.services.bench import PHOTO, Bench, open_bench


def _fake(name: str = "fake", **facts: object) -> FakeProvider:
    return FakeProvider(name, make_picture=picture_bytes, **facts)  # type: ignore[arg-type] # passed on


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


async def test_lost_answer_is_looked_up_and_never_paid_twice(tmp_path: Path) -> None:
    """The service took the task, its answer was lost: the key finds it."""
    async with open_bench(tmp_path) as bench:
        bench.provider.carry_out_before_error = True
        bench.provider.submit_script.append(SubmissionUnknown("connection lost"))
        placed = await bench.order()
        await bench.pass_time(10)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(bench.provider.submits) == 1


async def test_lost_request_is_sent_again_with_the_same_key_after_the_grace(
    tmp_path: Path,
) -> None:
    """The service does not know the key after its grace: the same key goes out once more."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_script.append(SubmissionUnknown("connection lost"))
        placed = await bench.order()
        await bench.pass_time(10)
        key = (await bench.job(placed)).key
        assert bench.provider.submits == []

        await bench.pass_time(20)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert bench.provider.submits == [key]


async def test_without_look_up_an_unknown_submission_fails_openly(
    tmp_path: Path,
) -> None:
    """Nobody is charged, nothing is sent twice, the user is told."""
    provider = _fake(recovery=Recovery.NONE)
    async with open_bench(tmp_path, provider, _fake("other")) as bench:
        provider.carry_out_before_error = True
        provider.submit_script.append(SubmissionUnknown("lost"))
        placed = await bench.order()
        await bench.pass_time(60)
        job = await bench.job(placed)

        assert (job.state, job.failure) == (JobState.FAILED, "submission_unknown")
        assert (len(provider.submits), bench.providers[1].submits) == (1, [])
        assert await bench.used() == 0
        assert bench.messenger.conclusions


async def test_a_busy_service_is_asked_again_when_it_says(tmp_path: Path) -> None:
    """Rate limits wait as long as the service asks, then the job goes on."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_script.extend(
            [RateLimited(retry_after=30), RateLimited(), None]
        )
        placed = await bench.order()
        await bench.pass_time(29)
        assert bench.provider.submits == []

        await bench.pass_time(30)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED


@pytest.mark.parametrize(
    "error",
    [KeyRefused(), TaskFailed(), ServiceUnavailable(retry_after=1)],
    ids=lambda error: error.code,
)
async def test_the_next_provider_does_what_the_first_cannot(
    tmp_path: Path, error: ProviderError
) -> None:
    """A provider that did not take the job for reasons of its own is replaced."""
    first, second = _fake("first"), _fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.extend([error] * 4)
        placed = await bench.order()
        await bench.pass_time(30)
        job = await bench.job(placed)

        assert (job.state, job.provider) == (JobState.SUCCEEDED, "second")
        assert (first.submits, len(second.submits)) == ([], 1)


async def test_a_task_that_died_at_one_provider_is_done_by_the_next(
    tmp_path: Path,
) -> None:
    """A failure in mid-flight moves on, and the job is charged once."""
    first, second = _fake("first"), _fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.extend([running(0.5), TaskFailed("crashed there")])
        placed = await bench.order()
        await bench.pass_time(20)
        job = await bench.job(placed)

        assert (job.provider, job.tried, job.charged) == ("second", ("first",), 1)


async def test_moderation_is_never_taken_to_another_provider(tmp_path: Path) -> None:
    """What the content rules refuse is refused, free of charge."""
    first, second = _fake("first"), _fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(ModerationRefused())
        placed = await bench.order()
        await bench.pass_time(5)
        job = await bench.job(placed)

        assert (job.state, job.failure) == (JobState.FAILED, "moderation")
        assert second.submits == []
        assert await bench.used() == 0


async def test_when_every_provider_is_down_the_last_reason_is_told(
    tmp_path: Path,
) -> None:
    """The user reads why, not just that nobody is left."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_script.extend([KeyRefused()] * 9)
        placed = await bench.order()
        await bench.pass_time(5)

        assert (await bench.job(placed)).failure == "key_refused"


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


async def test_a_stop_waits_for_the_answer_to_a_submit(tmp_path: Path) -> None:
    """SIGTERM during the paid call saves the remote id instead of losing it."""
    async with open_bench(tmp_path) as bench:
        bench.provider.submit_gate = asyncio.Event()
        placed = await bench.order()
        await bench.settle()
        stopping = asyncio.create_task(bench.restart())
        await bench.settle()
        bench.provider.submit_gate.set()
        await bench.pass_time(10)
        await stopping
        await bench.pass_time(10)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(bench.provider.submits) == 1


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


async def test_a_provider_s_limit_keeps_the_others_waiting_in_order(
    tmp_path: Path,
) -> None:
    """Four tasks at once at an account that stands one: one after the other."""
    provider = _fake(concurrency=1)
    async with open_bench(tmp_path, provider) as bench:
        provider.poll_script.append(running(0.5))
        first, second = await bench.order("one"), await bench.order("two")
        await bench.pass_time(1)
        assert len(provider.submits) == 1

        await bench.pass_time(20)

        assert (await bench.job(first)).state is JobState.SUCCEEDED
        assert (await bench.job(second)).state is JobState.SUCCEEDED


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


async def test_a_dearer_provider_never_costs_more_than_was_agreed(
    tmp_path: Path,
) -> None:
    """Four for one credit were ordered; who bills singly makes one picture for that credit."""
    first, second = _fake("first"), _fake("second", bundled=False)
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(KeyRefused())
        placed = await bench.order()
        await bench.pass_time(10)
        job = await bench.job(placed)

        assert (job.provider, job.charged, job.wanted) == ("second", 1, 1)
        assert "other_provider" in job.notices


async def test_a_mended_account_comes_back_without_costing_a_job_a_try(
    tmp_path: Path,
) -> None:
    """The balance is asked for in the background; once it is fine, jobs go there again."""
    first, second = _fake("first", has_balance=True), _fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(KeyRefused())
        await bench.order()
        await bench.pass_time(10)
        first.balance_amount = 5.0
        await bench.pass_time(130)
        placed = await bench.order()
        await bench.pass_time(10)

        assert (await bench.job(placed)).provider == "first"


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


async def test_a_stop_right_before_the_paid_call_leaves_nothing_unknown(
    tmp_path: Path,
) -> None:
    """Saved as submitting, but nothing had left: the next start orders, and pays once."""
    provider = _fake(recovery=Recovery.NONE)
    async with open_bench(tmp_path, provider) as bench:
        save = bench.stores.jobs.save

        async def stop_at_submitting(job: Job) -> Job:
            saved = await save(job)
            if job.state is JobState.SUBMITTING and bench.runner.running:
                for _, task in list(bench.runner._running.values()):
                    task.cancel()
            return saved

        bench.stores.jobs.save = stop_at_submitting  # type: ignore[method-assign] # the moment is the point
        placed = await bench.order()
        await bench.settle()
        bench.stores.jobs.save = save  # type: ignore[method-assign] # as above
        assert provider.submits == []
        await bench.restart()
        await bench.pass_time(5)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(provider.submits) == 1


async def test_a_key_that_was_not_found_is_never_ordered_elsewhere(
    tmp_path: Path,
) -> None:
    """Even over a crash, and with the first provider out: a late task must not run beside another."""
    first, second = _fake("first"), _fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.extend(
            [SubmissionUnknown("lost"), SubmissionUnknown("lost again")]
        )
        placed = await bench.order()
        await bench.pass_time(20)
        await bench.crash()
        await bench.pass_time(60)
        job = await bench.job(placed)

        assert (job.provider, job.state) == ("first", JobState.SUCCEEDED)
        assert (len(first.submits), second.submits) == (1, [])
