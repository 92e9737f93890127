"""Results that may not have arrived: nothing that was paid for is out of reach."""

import pytest

from bot.domain.job import JobState
from bot.domain.recipe import Recipe
from providers.base import Operation
from tests.unit.delivery.rig import Rig, buttons, view_of

UPSCALE = Recipe(operation=Operation.UPSCALE, scale=2)


@pytest.mark.parametrize("fault", ["dropped_before", "502"])
async def test_an_album_that_may_be_lost_is_shown_as_a_sheet(
    rig: Rig, fault: str
) -> None:
    """Two sends that nobody confirmed: the status message becomes the numbered grid."""
    rig.api.faults.fail_next("sendMediaGroup", fault, 2)  # type: ignore[arg-type] # the names of two faults
    job = rig.job(state=JobState.RUNNING)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, 2))

    (sheet,) = rig.chat()
    assert sheet["media"]["kind"] == "photo"
    assert {"s:job1:1", "s:job1:2", "s:job1:0"} <= set(buttons(sheet))


async def test_a_file_that_may_be_lost_has_a_button(rig: Rig) -> None:
    """The preview offers the original, which it does not when the file is in the chat."""
    rig.api.faults.fail_next("sendDocument", "502", 2)
    job = rig.job(recipe=UPSCALE, state=JobState.RUNNING)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job))

    (preview,) = rig.chat()
    assert "o:job1:1" in buttons(preview)


async def test_the_last_try_waits_for_the_end_of_an_outage(rig: Rig) -> None:
    """Telegram away for many calls takes one try, not both: the file arrives afterwards."""
    rig.api.faults.fail_next("sendDocument", "dropped_before")
    rig.api.faults.fail_next("getMe", "dropped_before", 4)
    job = rig.job(recipe=UPSCALE, state=JobState.RUNNING)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job))

    preview, document = rig.chat()
    assert document["media"]["kind"] == "document"
    assert "o:job1:1" not in buttons(preview)


async def test_a_photo_that_may_be_lost_leaves_its_buttons_in_the_chat(
    rig: Rig,
) -> None:
    """With no status message either: its words come with the button that brings it, once."""
    rig.api.faults.fail_next("sendPhoto", "502", 3)
    job = rig.job(state=JobState.RUNNING)
    pictures = rig.pictures(job)

    await rig.deliver(job, pictures)
    await rig.deliver(job, pictures)  # as after a crash

    (line,) = rig.chat()
    assert line["media"] is None
    assert "o:job1:1" in buttons(line)
    assert rig.methods().count("sendPhoto") == 2
