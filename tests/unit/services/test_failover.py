"""When the next provider is asked, and how soon."""

from pathlib import Path

import pytest

from bot.domain.job import JobState
from providers.base import Recovery, Snapshot
from providers.errors import (
    KeyRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskLost,
)
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider
from tests.unit.services.bench import open_bench


def fake(name: str, recovery: Recovery = Recovery.LOOKUP) -> FakeProvider:
    """A provider whose pictures are pictures."""
    return FakeProvider(name, recovery=recovery, make_picture=picture_bytes)


@pytest.mark.parametrize(
    "error",
    [ServiceUnavailable(), RateLimited(retry_after=600)],
    ids=lambda error: error.code,
)
async def test_who_is_away_or_busy_is_not_waited_for_while_another_can(
    tmp_path: Path, error: ProviderError
) -> None:
    """The second one has the job before the first one's pause would have begun."""
    first, second = fake("first"), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(error)
        placed = await bench.order()
        await bench.pass_time(3)
        job = await bench.job(placed)

        assert (job.state, job.provider) == (JobState.SUCCEEDED, "second")
        assert (job.tried, "other_provider" in job.notices) == (("first",), True)
        assert (first.submits, len(second.submits), job.charged) == ([], 1, 1)


async def test_who_is_busy_is_waited_for_when_the_others_are_ill(
    tmp_path: Path,
) -> None:
    """A job that only needs patience is not thrown at a provider that is known to be out."""
    first, second = fake("first"), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        bench.shop.routes.health.note_failure("second", KeyRefused())
        first.submit_script.append(RateLimited(retry_after=2))
        placed = await bench.order()
        await bench.pass_time(6)
        job = await bench.job(placed)

        assert (job.state, job.provider, job.tried) == (
            JobState.SUCCEEDED,
            "first",
            (),
        )


async def test_insisting_on_a_busy_provider_waits_for_it(tmp_path: Path) -> None:
    """`--provider first` is meant."""
    first, second = fake("first"), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.append(RateLimited(retry_after=2))
        placed = await bench.order(provider="first")
        await bench.pass_time(6)

        assert (await bench.job(placed)).provider == "first"
        assert second.submits == []


@pytest.mark.parametrize("recovery", [Recovery.LOOKUP, Recovery.NONE])
async def test_a_task_that_the_service_lost_is_done_by_the_next(
    tmp_path: Path, recovery: Recovery
) -> None:
    """The first one has been paid and is not asked again; the user pays once."""
    first, second = fake("first", recovery), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.append(TaskLost("forgotten"))
        placed = await bench.order()
        await bench.pass_time(6)
        job = await bench.job(placed)

        assert (job.provider, job.charged) == ("second", 1)
        assert (len(first.submits), len(second.submits)) == (1, 1)
        assert await bench.used() == 1


async def test_a_task_without_a_usable_picture_is_done_by_the_next(
    tmp_path: Path,
) -> None:
    """Broken files are the service's own failure; the user pays once, for what came."""
    first, second = fake("first"), fake("second")
    first._make_picture = lambda: b"<html>no picture</html>"
    async with open_bench(tmp_path, first, second) as bench:
        placed = await bench.order()
        await bench.pass_time(6)
        job = await bench.job(placed)

        assert (job.provider, job.charged) == ("second", 1)
        assert len(bench.messenger.delivered(job.job_id)) == 4


async def test_what_the_rules_held_back_is_not_drawn_elsewhere(tmp_path: Path) -> None:
    """A task that ends empty since its pictures were refused is moderation, by another name."""
    first, second = fake("first"), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.poll_script.append(Snapshot(is_done=True, notices=("some_refused",)))
        placed = await bench.order()
        await bench.pass_time(6)

        assert (await bench.job(placed)).failure == "no_result"
        assert second.submits == []


async def test_nobody_else_is_asked_while_a_submit_may_have_been_taken(
    tmp_path: Path,
) -> None:
    """Without a look-up the job fails openly: the first one may be drawing, and billing."""
    first, second = fake("first", Recovery.NONE), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.carry_out_before_error = True
        first.submit_script.append(SubmissionUnknown())
        placed = await bench.order()
        await bench.pass_time(60)

        assert (await bench.job(placed)).failure == "submission_unknown"
        assert (len(first.submits), second.submits) == (1, [])
        assert await bench.used() == 0


async def test_a_submit_that_was_never_found_stays_with_its_provider(
    tmp_path: Path,
) -> None:
    """Busy at the second try: its task may still appear, so nobody else is asked meanwhile."""
    first, second = fake("first"), fake("second")
    async with open_bench(tmp_path, first, second) as bench:
        first.submit_script.extend([SubmissionUnknown(), RateLimited(retry_after=5)])
        placed = await bench.order()
        await bench.pass_time(60)
        job = await bench.job(placed)

        assert (job.state, job.provider) == (JobState.SUCCEEDED, "first")
        assert (len(first.submits), second.submits) == (1, [])
