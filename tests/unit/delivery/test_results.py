"""Results arrive as the interface promises, each kind in its own way."""

from dataclasses import replace

import pytest

from bot.domain.errors import TooLarge
from bot.domain.job import Address, JobState
from bot.domain.look import Gathering, Look
from tests.unit.delivery.rig import ALICE, EDIT, UPSCALE, Rig, buttons, view_of


async def test_one_picture_turns_the_status_into_the_photo(rig: Rig) -> None:
    """No second message: the text becomes the picture, with buttons and a stored file id."""
    job = rig.job(state=JobState.RUNNING)
    await rig.shown(view_of(job, fraction=0.5))

    await rig.deliver(job, rig.pictures(job))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert message["text"] == "a <red> fox & hound\nJimeng"
    orders = ["a:job1:0", "v:job1:1", "e:job1:1", "2:job1:1", "4:job1:1:2"]
    assert buttons(message) == [*orders, "o:job1:1", "d:job1:0"]
    assert rig.methods() == ["sendMessage", "editMessageMedia"]
    assert rig.shelves.pictures["job1", 1].photo_file_id is not None
    assert rig.shelves.shown[ALICE, message["message_id"]] == ("job1", 1)
    assert rig.shelves.statuses["s-job1"].is_media


async def test_several_pictures_come_as_an_album_in_answer(rig: Rig) -> None:
    """In a private chat: an album that answers the prompt, and a line with the buttons."""
    prompt = await rig.api.people.send_text(ALICE, "/gen fox")
    job = rig.job(address=Address(chat_id=ALICE, reply_to=prompt["message_id"]))
    await rig.shown(view_of(job))

    await rig.deliver(replace(job, wanted=4, notices=()), rig.pictures(job, 2))

    line, *album = rig.chat()
    assert [message["media"]["kind"] for message in album] == ["photo", "photo"]
    assert {message["reply_to"] for message in album} == {prompt["message_id"]}
    assert line["text"].startswith("✅ 2 pictures · Jimeng")
    assert "2 of 4 delivered" in line["text"]
    assert {"k2:job1:0", "k4:job1:0", "a:job1:0", "o:job1:0"} <= set(buttons(line))
    shown = [rig.shelves.shown[ALICE, message["message_id"]] for message in album]
    assert shown == [("job1", 1), ("job1", 2)]


async def test_several_pictures_in_a_group_come_as_one_sheet(rig: Rig) -> None:
    """One edit instead of an album; buttons send picture k or all of them."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    job = rig.job(address=Address(chat_id=group), look=Look(gathering=Gathering.GRID))
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, 4))

    (message,) = rig.chat(group)
    assert message["media"]["kind"] == "photo"
    assert {"s:job1:1", "s:job1:4", "s:job1:0"} <= set(buttons(message))
    assert rig.methods() == ["sendMessage", "editMessageMedia"]
    assert not list(rig.folder.glob("sheet-*"))


async def test_an_enlarged_picture_is_the_providers_own_bytes(rig: Rig) -> None:
    """A file in answer to the prompt, unchanged; the status message becomes a preview."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))
    (picture,) = rig.pictures(job)
    assert picture.path is not None

    await rig.deliver(job, [picture])

    status, document = rig.chat()
    sent = rig.api.people.read_file(document["media"]["file_id"])
    assert sent == picture.path.read_bytes()
    assert document["media"]["file_name"] == "enlarged-2x-job1-1.png"
    assert status["media"]["kind"] == "photo"
    stored = rig.shelves.pictures["job1", 1]
    assert stored.document_file_id
    assert stored.photo_file_id


async def test_a_transparent_picture_comes_as_a_file(rig: Rig) -> None:
    """Its bytes in answer to the prompt, and a photo with buttons, the original's aside."""
    prompt = await rig.api.people.send_text(ALICE, "/edit remove the background")
    address = Address(chat_id=ALICE, reply_to=prompt["message_id"])
    job = rig.job(recipe=EDIT, address=address)
    await rig.shown(view_of(job))
    (picture,) = rig.pictures(job, has_alpha=True)
    assert picture.path is not None

    await rig.deliver(job, [picture])

    status, document = rig.chat()
    assert document["reply_to"] == prompt["message_id"]
    assert document["media"]["file_name"] == "picture-job1-1.png"
    sent = rig.api.people.read_file(document["media"]["file_id"])
    assert sent == picture.path.read_bytes()
    assert status["media"]["kind"] == "photo"
    assert status["text"] == "no background\nJimeng"
    orders = ["a:job1:0", "v:job1:1", "e:job1:1", "2:job1:1", "4:job1:1:2"]
    assert buttons(status) == [*orders, "d:job1:0"]


async def test_a_transparent_file_in_doubt_stays_within_reach(rig: Rig) -> None:
    """Where nobody knows whether the file arrived, its button stands under the photo."""
    job = rig.job(recipe=EDIT)
    await rig.shown(view_of(job))
    rig.api.faults.fail_next("sendDocument", "dropped_after", 5)

    await rig.deliver(job, rig.pictures(job, has_alpha=True))

    assert "o:job1:1" in buttons(rig.chat()[0])


async def test_one_transparent_picture_makes_all_of_them_files(rig: Rig) -> None:
    """No album of photos: each comes as a file, and the status message shows them together."""
    job = rig.job()
    await rig.shown(view_of(job))
    plain, clear = rig.pictures(job, 2)

    await rig.deliver(job, [plain, replace(clear, has_alpha=True)])

    status, *files = rig.chat()
    assert [message["media"]["kind"] for message in files] == ["document"] * 2
    assert status["media"]["kind"] == "photo"
    assert {"a:job1:0", "o:job1:0"} <= set(buttons(status))


async def test_a_grid_of_transparent_pictures_stays_a_grid(rig: Rig) -> None:
    """Its group reads one message; who wants the files presses the button."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    job = rig.job(address=Address(chat_id=group), look=Look(gathering=Gathering.GRID))
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, 4, has_alpha=True))

    (message,) = rig.chat(group)
    assert message["media"]["kind"] == "photo"
    assert "o:job1:0" in buttons(message)


async def test_a_transparent_picture_too_big_for_a_file_is_shown(rig: Rig) -> None:
    """It was made and can be looked at: no failure for the sake of its transparency."""
    job = rig.job(recipe=EDIT)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, has_alpha=True, size=60_000_000))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert rig.methods() == ["sendMessage", "editMessageMedia"]


async def test_a_result_drops_the_progress_that_waits(rig: Rig) -> None:
    """A view shown right before the result makes no call of its own any more."""
    job = rig.job(state=JobState.RUNNING)
    rig.messenger.show(view_of(job, fraction=0.1))

    await rig.deliver(job, rig.pictures(job))

    assert rig.methods() in (["sendPhoto"], ["sendMessage", "editMessageMedia"])


async def test_a_file_over_the_limit_still_shows_a_preview(rig: Rig) -> None:
    """Too large for a bot: the preview is there and the error says why."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))

    with pytest.raises(TooLarge):
        await rig.deliver(job, rig.pictures(job, size=60_000_000))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    failed = replace(job, state=JobState.FAILED, failure="internal")
    await rig.messenger.conclude(view_of(failed))
    assert rig.chat()[0]["text"].startswith("❌")
