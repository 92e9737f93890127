"""In a group that wants it every photo of the bot's is covered until somebody taps it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.job import Address, Job, JobState
from bot.domain.look import Gathering, Look
from tests.unit.delivery.rig import ALICE, EDIT, UPSCALE, Rig, view_of

COVERED = Look(gathering=Gathering.GRID, has_spoiler=True)


def group_job(rig: Rig, **changes: Any) -> Job:
    """A job in a group with covered photos."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    given: dict[str, Any] = {
        "address": Address(chat_id=group),
        "look": COVERED,
        **changes,
    }
    return rig.job(**given)


def covers(rig: Rig, job: Job) -> list[tuple[str, bool]]:
    """Kind and cover of everything in the job's chat that is not a text."""
    return [
        (each["media"]["kind"], each["spoiler"])
        for each in rig.chat(job.address.chat_id)
        if each["media"]
    ]


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("is_shown", [True, False])
async def test_a_photo_and_a_sheet_are_covered(
    rig: Rig, count: int, is_shown: bool
) -> None:
    """Whether the status message is turned or the photo is sent anew."""
    job = group_job(rig)
    if is_shown:
        await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, count))

    assert covers(rig, job) == [("photo", True)]


async def test_an_album_is_covered(rig: Rig) -> None:
    """Each of its photos."""
    job = group_job(rig, look=replace(COVERED, gathering=Gathering.ALBUM))

    await rig.deliver(job, rig.pictures(job, 3))

    assert covers(rig, job) == [("photo", True)] * 3


async def test_only_the_preview_of_an_enlargement_is_covered(rig: Rig) -> None:
    """A file cannot be (Bot API, InputMediaDocument)."""
    job = group_job(rig, recipe=UPSCALE)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job))

    assert sorted(covers(rig, job)) == [("document", False), ("photo", True)]


async def test_a_transparent_pictures_photo_is_covered(rig: Rig) -> None:
    """The file beside it is not."""
    job = group_job(rig, recipe=EDIT)

    await rig.deliver(job, rig.pictures(job, has_alpha=True))

    assert sorted(covers(rig, job)) == [("document", False), ("photo", True)]


async def test_the_sheet_of_a_batch_is_covered(rig: Rig) -> None:
    """And it stays so when the words under it change."""
    first = group_job(rig, status_id="s-batch", recipe=UPSCALE)
    second = rig.job(
        "job2",
        status_id="s-batch",
        recipe=UPSCALE,
        address=first.address,
        look=first.look,
    )
    await rig.shown(view_of(first, second))
    rig.pictures(first)
    rig.pictures(second)
    done = [replace(job, state=JobState.SUCCEEDED) for job in (first, second)]

    await rig.messenger.conclude(view_of(*done, delivered=1))

    assert covers(rig, first) == [("photo", True)]


@pytest.mark.parametrize("has_spoiler", [True, False])
async def test_what_is_sent_again_is_covered(rig: Rig, has_spoiler: bool) -> None:
    """Picture k, and all of them; the originals are files and are not."""
    job = group_job(rig)
    pictures = rig.pictures(job, 3)
    for count, as_files in ((1, False), (3, False), (2, True)):
        await rig.send_again(
            job.address,
            pictures[:count],
            as_files=as_files,
            language="en",
            has_spoiler=has_spoiler,
        )

    photos, files = [("photo", has_spoiler)] * 4, [("document", False)] * 2
    assert covers(rig, job) == [*photos, *files]


async def test_without_the_choice_nothing_is_covered(rig: Rig) -> None:
    """The usual group, and any private chat."""
    open_ = group_job(rig, look=Look(gathering=Gathering.GRID))
    await rig.deliver(open_, rig.pictures(open_, 2))
    private = rig.job("job2")
    await rig.deliver(private, rig.pictures(private))

    assert covers(rig, open_) == [("photo", False)]
    assert covers(rig, private) == [("photo", False)]
