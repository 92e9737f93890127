"""Steps, comparisons and originals in the chat, on a real client."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.job import Job
from bot.domain.look import Form, Look
from bot.domain.recipe import PictureRef, Recipe, result_of
from bot.services.families import Comparison, Shown
from bot.services.values import Picture
from providers.base import Operation
from tests.fakes.imaging import picture_bytes
from tests.unit.delivery.rig import ALICE, Rig

EDIT = Recipe(operation=Operation.EDIT, prompt="make it <night>")


def edited(rig: Rig, **changes: Any) -> tuple[Job, Picture]:
    """An edit of a result, and its picture."""
    job = rig.job("job2", recipe=EDIT, sources=(result_of("job1", 1),), **changes)
    return job, rig.pictures(job)[0]


def verbs(message: dict[str, Any]) -> list[str]:
    """What the buttons under a message do."""
    keys = [key for row in message["buttons"] or [] for key in row]
    return [
        key["callback_data"].split(":")[0] for key in keys if "callback_data" in key
    ]


async def sent_photo(rig: Rig, name: str = "mine.jpg") -> PictureRef:
    """A photo that Alice has sent."""
    data = picture_bytes(80, 60, kind="JPEG")
    message = await rig.api.people.send_photo(ALICE, data)
    return PictureRef(
        file_id=message["media"]["file_id"],
        file_unique_id="u",
        kind="photo",
        name=name,
    )


async def test_a_step_comes_with_its_words_and_buttons(rig: Rig) -> None:
    """Uploaded once, and sent by its name the second time; both can be answered."""
    job, picture = edited(rig)
    for _ in range(2):
        newest = rig.shelves.pictures["job2", 1]
        shown = Shown(step=2, job=job, picture=newest)
        await rig.messenger.family.show(job.address, shown, language="en")

    first, second = rig.chat()
    assert first["media"]["kind"] == second["media"]["kind"] == "photo"
    assert first["text"] == "↩️ Step 2\nmake it <night>"
    assert {"u", "m", "o", "e"} <= set(verbs(first))
    for message in (first, second):
        assert rig.shelves.shown[ALICE, message["message_id"]] == ("job2", 1)
    assert first["media"]["file_id"] == second["media"]["file_id"]
    assert rig.shelves.pictures["job2", 1].path == picture.path


async def test_a_step_that_telegram_alone_has_comes_as_it_has_it(rig: Rig) -> None:
    """The photo, where it is one; else the file."""
    job, picture = edited(rig)
    send = rig.send_again
    await send(job.address, [picture], as_files=True, language="en")
    kept = replace(rig.shelves.pictures["job2", 1], path=None)

    shown = Shown(step=2, job=job, picture=kept)
    await rig.messenger.family.show(job.address, shown, language="ru")

    last = rig.chat()[-1]
    assert last["media"]["kind"] == "document"
    assert last["text"].startswith("↩️ Шаг 2")


async def test_one_of_several_pictures_has_the_buttons_of_one(rig: Rig) -> None:
    """No "again", which would make all of them; what is done, is done with this one."""
    job, picture = edited(rig, wanted=4)
    shown = Shown(step=2, job=job, picture=replace(picture, number=3))
    rig.shelves.pictures["job2", 3] = shown.picture

    await rig.messenger.family.show(job.address, shown, language="en")

    keys = [key for row in rig.chat()[0]["buttons"] for key in row]
    data = [key["callback_data"] for key in keys if "callback_data" in key]
    assert "a" not in verbs(rig.chat()[0])
    assert all(":job2:3" in each for each in data)


async def test_who_wants_files_alone_gets_the_step_as_a_file(rig: Rig) -> None:
    """As it came: by the file's name, although Telegram has a photo of it, too."""
    job, picture = edited(rig, look=Look(form=Form.FILE))
    for as_files in (True, False):
        await rig.send_again(job.address, [picture], as_files=as_files, language="en")
        picture = rig.shelves.pictures["job2", 1]

    shown = Shown(step=2, job=job, picture=picture)
    await rig.messenger.family.show(job.address, shown, language="en")

    kinds = [message["media"]["kind"] for message in rig.chat()]
    assert kinds == ["document", "photo", "document"]


async def test_a_covered_picture_stays_covered(rig: Rig) -> None:
    """What came with a spoiler in a group is not laid open by looking back."""
    group = rig.api.people.add_chat("Friends", members=[ALICE])["id"]
    job, picture = edited(rig, look=Look(has_spoiler=True))
    address = replace(job.address, chat_id=group)
    shown = Shown(step=2, job=job, picture=picture)
    both = Comparison(path=picture.path or Path(), before=1, after=shown)

    await rig.messenger.family.show(address, shown, language="en")
    await rig.messenger.family.compare(address, both, language="en")

    calls = rig.api.log.calls("sendPhoto")
    assert [call["params"].get("has_spoiler") for call in calls] == [True, True]


@pytest.mark.parametrize(
    "before, words",
    [
        (0, "◀️ Before: the original · after: step 2 ▶️"),
        (1, "◀️ Before: step 1 · after: step 2 ▶️"),
    ],
)
async def test_a_comparison_is_answered_as_what_came_after(
    rig: Rig, before: int, words: str
) -> None:
    """It says which steps it shows, has no buttons, and does not become the picture's copy."""
    job, picture = edited(rig)
    both = rig.folder / "both.jpg"
    both.write_bytes(picture_bytes(200, 100, kind="JPEG"))
    shown = Shown(step=2, job=job, picture=picture)
    comparison = Comparison(path=both, before=before, after=shown)

    await rig.messenger.family.compare(job.address, comparison, language="en")

    (message,) = rig.chat()
    assert (message["media"]["kind"], message["text"]) == ("photo", words)
    assert not message["buttons"]
    assert rig.shelves.shown[ALICE, message["message_id"]] == ("job2", 1)
    assert rig.shelves.pictures["job2", 1] == picture


async def test_originals_come_back_as_they_were_sent(rig: Rig) -> None:
    """Photos as photos, covered where a group wants it, files as files; several together."""
    photos = [await sent_photo(rig) for _ in range(2)]
    handed = await rig.api.people.send_document(ALICE, picture_bytes(), "a.png")
    file = PictureRef(
        file_id=handed["media"]["file_id"], file_unique_id="u", kind="document"
    )
    address = edited(rig)[0].address

    give_back = rig.messenger.family.give_back
    await give_back(address, [*photos, file], language="en", has_spoiler=True)

    covers = [message["spoiler"] for message in rig.chat()]
    assert covers == [True, True, False]
    kinds = [message["media"]["kind"] for message in rig.chat()]
    assert kinds == ["photo", "photo", "document"]
    assert rig.methods()[-2:] == ["sendMediaGroup", "sendDocument"]
    assert rig.chat()[0]["text"] == "↩️ The original"
    assert rig.shelves.shown == {}
