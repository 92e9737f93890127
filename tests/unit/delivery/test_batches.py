"""Several jobs under one status message, and how it ends."""

from dataclasses import replace

from bot.domain.job import Job, JobState
from bot.services.values import Delivery
from tests.unit.delivery.rig import UPSCALE, Rig, buttons, view_of


async def test_a_batch_sends_each_file_and_ends_as_one_sheet(rig: Rig) -> None:
    """Three enlargements under one message: a file each, then a sheet with the counts."""
    jobs = [rig.job(f"job{n}", status_id="s-batch", recipe=UPSCALE) for n in (1, 2, 3)]
    await rig.shown(view_of(*jobs))

    for index, job in enumerate(jobs):
        await _deliver_of_batch(rig, jobs, index, rig.pictures(job))
    await rig.quiet()

    status, *files = rig.chat()
    assert [message["media"]["kind"] for message in files] == ["document"] * 3
    assert status["media"]["kind"] == "photo"
    assert status["text"].startswith("🔍 3 pictures, 3 done")


async def test_a_batch_whose_last_job_fails_shows_what_came(rig: Rig) -> None:
    """The sheet has the delivered picture, the words have the failure and another try."""
    jobs = [rig.job(f"job{n}", status_id="s-batch", recipe=UPSCALE) for n in (1, 2)]
    await rig.shown(view_of(*jobs))
    await _deliver_of_batch(rig, jobs, 0, rig.pictures(jobs[0]))
    done = replace(jobs[0], state=JobState.SUCCEEDED)
    failed = replace(jobs[1], state=JobState.FAILED, failure="internal")

    await rig.messenger.conclude(view_of(done, failed))

    status = rig.chat()[0]
    assert status["media"]["kind"] == "photo"
    assert "1. ✅ done\n2. ❌" in status["text"]
    assert buttons(status) == ["a:job2:0", "d:job1:0"]


async def _deliver_of_batch(
    rig: Rig, jobs: list[Job], index: int, pictures: tuple[object, ...]
) -> None:
    states = [
        replace(job, state=JobState.SUCCEEDED if n < index else JobState.DELIVERING)
        if n <= index
        else job
        for n, job in enumerate(jobs)
    ]
    view = view_of(*states)
    told = tuple(
        replace(each, delivered=int(n <= index)) for n, each in enumerate(view.jobs)
    )
    await rig.messenger.deliver(
        Delivery(
            job=states[index],
            view=replace(view, jobs=told),
            pictures=pictures,  # type: ignore[arg-type] # the rig's pictures
            is_last=index == len(jobs) - 1,
        )
    )
