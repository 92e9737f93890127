"""Where files alone are wanted: the provider's bytes, and a line with the buttons instead of a photo."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.files import parcels
from bot.delivery.outbox.limits import OutboxLimits
from bot.domain.job import Address, JobState
from bot.domain.look import Form, Gathering, Look
from bot.domain.recipe import Recipe
from bot.services.values import Delivery, Picture
from providers.base import Operation
from tests.fakes.imaging import picture_bytes
from tests.unit.delivery.rig import ALICE, UPSCALE, Rig, buttons, rigged, view_of

# Time runs faster here, so that the machine seems slower: a call may take long.
PATIENT = OutboxLimits(longest_flight=600.0)
FILES = Look(form=Form.FILE)
MEGABYTE = 1_000_000


def kinds(messages: list[dict[str, Any]]) -> list[str | None]:
    """What each message is: "photo", "document", or None for a text."""
    return [each["media"] and each["media"]["kind"] for each in messages]


async def test_one_picture_is_a_file_and_a_line(rig: Rig) -> None:
    """The bytes in answer to the prompt; the status message stays a text and has the buttons."""
    prompt = await rig.api.people.send_text(ALICE, "/gen fox")
    address = Address(chat_id=ALICE, reply_to=prompt["message_id"])
    job = rig.job(look=FILES, address=address)
    await rig.shown(view_of(job))
    (picture,) = rig.pictures(job)
    assert picture.path is not None

    await rig.deliver(job, [picture])

    line, file = rig.chat()
    assert kinds([line, file]) == [None, "document"]
    assert file["reply_to"] == prompt["message_id"]
    sent = rig.api.people.read_file(file["media"]["file_id"])
    assert sent == picture.path.read_bytes()
    assert line["text"] == "a <red> fox & hound\nJimeng"
    assert "a:job1:0" in buttons(line)
    assert "o:job1:1" not in buttons(line)
    assert rig.methods() == ["sendMessage", "sendDocument", "editMessageText"]
    assert rig.shelves.shown[ALICE, file["message_id"]] == ("job1", 1)
    assert not rig.shelves.statuses["s-job1"].is_media


@pytest.mark.parametrize("gathering", Gathering)
async def test_several_are_one_album_of_files(rig: Rig, gathering: Gathering) -> None:
    """One call for all of them, numbered, whatever was chosen for several previews."""
    job = rig.job(look=replace(FILES, gathering=gathering))
    await rig.shown(view_of(job))
    pictures = rig.pictures(job, 3)

    await rig.deliver(job, pictures)

    line, *files = rig.chat()
    assert kinds([line, *files]) == [None, "document", "document", "document"]
    sent = [rig.api.people.read_file(each["media"]["file_id"]) for each in files]
    assert sent == [each.path.read_bytes() for each in pictures if each.path]
    assert [each["text"][0] for each in files] == ["1", "2", "3"]
    assert line["text"].startswith("✅ 3 pictures · Jimeng")
    assert rig.methods() == ["sendMessage", "sendMediaGroup", "editMessageText"]
    shown = [rig.shelves.shown[ALICE, each["message_id"]] for each in files]
    assert shown == [("job1", 1), ("job1", 2), ("job1", 3)]
    stored = [rig.shelves.pictures["job1", number] for number in (1, 2, 3)]
    assert all(each.document_file_id for each in stored)


async def test_an_album_of_files_counts_a_picture_each(tmp_path: Path) -> None:
    """In a group it takes as many places of the minute as it has files: nothing is refused."""
    async with rigged(tmp_path, PATIENT, flood_limits=True) as rig:
        group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
        address = Address(chat_id=group)
        jobs = [rig.job(f"job{n}", address=address, look=FILES) for n in range(6)]

        await asyncio.gather(*(rig.deliver(job, rig.pictures(job, 4)) for job in jobs))

        assert sum(rig.api.limiter.refusals.values()) == 0
        assert kinds(rig.chat(group)).count("document") == 24


async def test_an_enlargement_ends_as_a_line(rig: Rig) -> None:
    """The file, and the size and maker as a text."""
    job = rig.job(recipe=UPSCALE, look=FILES)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job))

    line, file = rig.chat()
    assert kinds([line, file]) == [None, "document"]
    assert line["text"] == "✅ 65\N{MULTIPLICATION SIGN}48 · Jimeng"


async def test_a_batch_of_enlargements_ends_as_its_lines(rig: Rig) -> None:
    """A file each; the last one's ending is the list, without a sheet."""
    jobs = [
        rig.job(f"job{n}", status_id="s-batch", recipe=UPSCALE, look=FILES)
        for n in (1, 2)
    ]
    await rig.shown(view_of(*jobs))
    done = [replace(job, state=JobState.DELIVERING) for job in jobs]
    for index, job in enumerate(done):
        await rig.messenger.deliver(
            Delivery(
                job=job,
                view=view_of(*done, delivered=1),
                pictures=rig.pictures(job),
                is_last=index == 1,
            )
        )
    await rig.quiet()

    line, *files = rig.chat()
    assert kinds([line, *files]) == [None, "document", "document"]
    assert line["text"].startswith("🔍 2 pictures, 2 done")


@pytest.mark.parametrize("count", [1, 3])
async def test_what_has_a_receipt_is_not_sent_again(rig: Rig, count: int) -> None:
    """Killed between the files and the line, or after it: the rest, and nothing twice."""
    job = rig.job(look=FILES)
    await rig.shown(view_of(job))
    pictures = rig.pictures(job, count)
    await rig.deliver(job, pictures)
    first = rig.methods()
    await rig.deliver(job, pictures)
    assert rig.methods() == first

    del rig.shelves.receipts["job1", "status"]
    await rig.deliver(job, pictures)
    sends = [name for name in rig.methods() if name.startswith("send")]
    assert len(sends) == 2  # the status message and the files, once each
    assert len(rig.chat()) == count + 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("times", [1, 5])
async def test_files_whose_answer_is_lost_come_twice_at_most(
    rig: Rig, count: int, times: int
) -> None:
    """Repeated once; then the line says it, with the originals one press away."""
    method = "sendDocument" if count == 1 else "sendMediaGroup"
    job = rig.job(look=FILES)
    await rig.shown(view_of(job))
    rig.api.faults.fail_next(method, "dropped_after", times)

    await rig.deliver(job, rig.pictures(job, count))

    line, *files = rig.chat()
    assert kinds(files) == ["document"] * count * 2
    assert line["media"] is None
    is_in_doubt = times > 1
    assert any(data.startswith("o:job1") for data in buttons(line)) or not is_in_doubt


@pytest.mark.parametrize("count", [1, 2])
async def test_files_that_are_too_large_are_shown_and_excused(
    rig: Rig, count: int
) -> None:
    """More than a bot may send: photos as usual, with a word about it, and no failure."""
    job = rig.job(look=FILES)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, count, size=60 * MEGABYTE))

    said = rig.chat()
    photos = [each for each in said if each["media"]]
    assert kinds(photos) == ["photo"] * count
    assert "larger than Telegram takes" in photos[0]["text"]


@pytest.mark.parametrize("count", [1, 2])
async def test_a_server_that_takes_less_gets_photos(tmp_path: Path, count: int) -> None:
    """Refused as too large although it looked small enough: shown instead."""
    async with rigged(tmp_path, upload_limit=10_000) as rig:
        job = rig.job(look=FILES)
        await rig.shown(view_of(job))
        pictures = rig.pictures(job, count)
        for picture in pictures:  # a photo of it is small
            assert picture.path is not None
            file = picture_bytes(64, 48, kind="WEBP")
            picture.path.write_bytes(file.ljust(20_000, b"x"))

        await rig.deliver(job, pictures)

        assert kinds(rig.chat()).count("photo") == count
        assert "document" not in kinds(rig.chat())


async def test_transparent_pictures_are_files_alone_too(rig: Rig) -> None:
    """No photo above the line for them either."""
    recipe = Recipe(operation=Operation.EDIT, prompt="no background")
    job = rig.job(recipe=recipe, look=FILES)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, has_alpha=True))

    assert kinds(rig.chat()) == [None, "document"]


@pytest.mark.parametrize(
    "megabytes,expected",
    [
        ([1] * 4, [4]),
        ([1] * 12, [10, 2]),
        ([20, 20, 20, 20], [2, 2]),
        ([40, 20, 1], [1, 2]),
        ([50], [1]),
        ([], []),
    ],
)
def test_files_travel_as_many_as_a_request_takes(
    megabytes: list[int], expected: list[int]
) -> None:
    """Ten at most, and fifty megabytes together; in order, each once."""
    pictures = [
        Picture(
            job_id="job1",
            number=number,
            path=None,
            media_type="image/png",
            width=1,
            height=1,
            size=each * MEGABYTE,
        )
        for number, each in enumerate(megabytes, start=1)
    ]
    found = parcels(pictures, 50 * MEGABYTE)

    assert [len(each) for each in found] == expected
    assert [picture for each in found for picture in each] == pictures
