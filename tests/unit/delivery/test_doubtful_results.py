"""Results arrive once, whatever happens on the line or to the process."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.job import JobState
from tests.unit.delivery.rig import UPSCALE, Rig, view_of


async def test_what_has_a_receipt_is_not_sent_again(rig: Rig) -> None:
    """Delivering a second time, as after a crash, makes no call that counts."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))
    pictures = rig.pictures(job, 2)
    await rig.deliver(job, pictures)
    before = rig.methods()

    await rig.deliver(job, pictures)

    assert rig.methods() == before


async def test_a_file_begun_before_a_crash_is_repeated_once(rig: Rig) -> None:
    """Begun and unconfirmed is sent again; begun twice is taken for delivered."""
    job = rig.job(recipe=UPSCALE)
    (picture,) = rig.pictures(job)
    store = rig.messenger._endings._sendings._store
    await store.begin("job1", "document-1")

    await rig.deliver(job, [picture])
    assert rig.methods().count("sendDocument") == 1
    other = rig.job("job2", recipe=UPSCALE)
    await store.begin("job2", "document-1")
    await store.begin("job2", "document-1")
    await rig.deliver(other, rig.pictures(other))

    assert rig.methods().count("sendDocument") == 1


@pytest.mark.parametrize("times", [1, 5])
async def test_a_file_whose_answer_is_lost_comes_twice_at_most(
    rig: Rig, times: int
) -> None:
    """The send is repeated once; then the delivery goes on."""
    job = rig.job(recipe=UPSCALE)
    rig.api.faults.fail_next("sendDocument", "dropped_after", times)

    await rig.deliver(job, rig.pictures(job))

    files = [m for m in rig.chat() if m["media"] and m["media"]["kind"] == "document"]
    assert len(files) == 2


@pytest.mark.parametrize("fault", ["429", "500", "dropped_before", "dropped_after"])
async def test_a_turned_status_arrives_exactly_once(rig: Rig, fault: str) -> None:
    """What is delivered by an edit is there once, whatever the line does."""
    job = rig.job()
    await rig.shown(view_of(job))
    rig.api.faults.fail_next("editMessageMedia", fault, 2)  # type: ignore[arg-type] # a FaultKind by parametrisation

    await rig.deliver(job, rig.pictures(job))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"


async def test_a_429_repeats_an_album_once_it_may_go(rig: Rig) -> None:
    """A refused album was not carried out: it is sent again, files included, and arrives once."""
    job = rig.job()
    rig.api.faults.fail_next("sendMediaGroup", "429", retry_after=3)

    await rig.deliver(job, rig.pictures(job, 3))

    photos = [m for m in rig.chat() if m["media"]]
    assert len(photos) == 3
    assert rig.outbox.figures().refusals == 1


async def test_a_drain_lets_a_send_under_way_be_confirmed(rig: Rig) -> None:
    """The waiter is cancelled, the upload is not: after the stop its receipt is there."""
    job = rig.job(recipe=UPSCALE)
    rig.api.faults.fail_next("sendDocument", "slow", seconds=0.5)
    task = asyncio.create_task(rig.deliver(job, rig.pictures(job)))
    while "document-1" not in rig.receipts(job):
        await asyncio.wait({task}, timeout=0.001)

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await rig.messenger.stop()

    assert rig.receipts(job)["document-1"].is_done


async def test_a_message_turned_before_a_crash_is_turned_again(rig: Rig) -> None:
    """The store does not know that it is a picture already: nothing is sent anew."""
    job = rig.job(state=JobState.DELIVERING)
    await rig.shown(view_of(job))
    pictures = rig.pictures(job)
    await rig.deliver(job, pictures)
    rig.shelves.receipts.clear()
    status = rig.shelves.statuses["s-job1"]
    rig.shelves.statuses["s-job1"] = replace(status, is_media=False)

    await rig.shown(view_of(job, is_back=True), "editMessageCaption")
    await rig.deliver(job, pictures)

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert message["text"].endswith("Jimeng")
