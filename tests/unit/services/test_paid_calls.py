"""The call that costs: paid once, taken to the next provider where that is right, never blindly."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.domain.job import Job, JobState
from bot.services.values import Picture
from providers.base import Recovery
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
)
from tests.fakes.provider import running
from tests.unit.services.bench import fake_provider, open_bench


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
    provider = fake_provider(recovery=Recovery.NONE)
    async with open_bench(tmp_path, provider, fake_provider("other")) as bench:
        provider.carry_out_before_error = True
        provider.submit_script.append(SubmissionUnknown("lost"))
        placed = await bench.order()
        await bench.pass_time(60)
        job = await bench.job(placed)

        assert (job.state, job.failure) == (JobState.FAILED, "submission_unknown")
        assert (len(provider.submits), bench.providers[1].submits) == (1, [])
        assert await bench.used() == 0
        assert bench.messenger.conclusions


async def test_a_key_that_was_not_found_is_never_ordered_elsewhere(
    tmp_path: Path,
) -> None:
    """Even over a crash, and with the first provider out: a late task must not run beside another."""
    first, second = fake_provider("first"), fake_provider("second")
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


async def test_a_stop_right_before_the_paid_call_leaves_nothing_unknown(
    tmp_path: Path,
) -> None:
    """Saved as submitting, but nothing had left: the next start orders, and pays once."""
    provider = fake_provider(recovery=Recovery.NONE)
    async with open_bench(tmp_path, provider) as bench:
        save = bench.stores.jobs.save

        async def stop_at_submitting(job: Job, pictures: Sequence[Picture] = ()) -> Job:
            saved = await save(job, pictures)
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


async def test_a_provider_s_limit_keeps_the_others_waiting_in_order(
    tmp_path: Path,
) -> None:
    """Four tasks at once at an account that stands one: one after the other."""
    provider = fake_provider(concurrency=1)
    async with open_bench(tmp_path, provider) as bench:
        provider.poll_script.append(running(0.5))
        first, second = await bench.order("one"), await bench.order("two")
        await bench.pass_time(1)
        assert len(provider.submits) == 1

        await bench.pass_time(20)

        assert (await bench.job(first)).state is JobState.SUCCEEDED
        assert (await bench.job(second)).state is JobState.SUCCEEDED


@pytest.mark.parametrize(
    "error",
    [KeyRefused(), TaskFailed(), ServiceUnavailable(retry_after=1)],
    ids=lambda error: error.code,
)
async def test_the_next_provider_does_what_the_first_cannot(
    tmp_path: Path, error: ProviderError
) -> None:
    """A provider that did not take the job for reasons of its own is replaced."""
    first, second = fake_provider("first"), fake_provider("second")
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
    first, second = fake_provider("first"), fake_provider("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.extend([running(0.5), TaskFailed("crashed there")])
        placed = await bench.order()
        await bench.pass_time(20)
        job = await bench.job(placed)

        assert (job.provider, job.tried, job.charged) == ("second", ("first",), 1)


async def test_moderation_is_never_taken_to_another_provider(tmp_path: Path) -> None:
    """What the content rules refuse is refused, free of charge."""
    first, second = fake_provider("first"), fake_provider("second")
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


async def test_a_dearer_provider_never_costs_more_than_was_agreed(
    tmp_path: Path,
) -> None:
    """Four for one credit were ordered; who bills singly makes one picture for that credit."""
    first, second = fake_provider("first"), fake_provider("second", bundled=False)
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
    first, second = fake_provider("first", has_balance=True), fake_provider("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(KeyRefused())
        await bench.order()
        await bench.pass_time(10)
        first.balance_amount = 5.0
        await bench.pass_time(130)
        placed = await bench.order()
        await bench.pass_time(10)

        assert (await bench.job(placed)).provider == "first"
