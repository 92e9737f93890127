"""Editing as a conversation: step after step, back, aside, and side by side; wherever people talk."""

# ruff: noqa: RUF001 - Cyrillic letters and wide punctuation, as people type them

import io
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from bot.imaging import PictureLimits
from bot.imaging.cleaning import clean
from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, data_of, kept_files, serving, visitor
from tests.acceptance.world import PATIENCE, World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-conversation"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
UNDO, COMPARE = "↩️ Undo", "◧ Compare"
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot with privacy mode on: in groups it hears commands and answers to it alone."""
    folder = tmp_path_factory.mktemp("conversation")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened
        assert "Traceback" not in opened.log


def place_of(world: World, kind: str, *members: Visitor) -> Place:
    """A private chat, a group with these people, or a topic of their forum."""
    if kind == "private":
        return Place()
    people = [each.user_id for each in members]
    is_forum = kind == "topic"
    chat = world.people.add_chat(
        "Friends", members=people, type="supergroup", is_forum=is_forum
    )
    topic = world.people.add_topic(chat["id"], "Art") if is_forum else {}
    return Place(chat_id=chat["id"], thread_id=topic.get("message_thread_id"))


async def reply(guest: Visitor, message: Json, words: str) -> Json:
    """Answer a message, where it stands."""
    here = Place(
        chat_id=message["chat_id"],
        thread_id=message["thread_id"],
        reply_to=message["message_id"],
    )
    return await guest.say(words, here)


async def edit(guest: Visitor, message: Json, words: str) -> Json:
    """Answer a message, and wait for the result."""
    return await guest.ending(await reply(guest, message, words))


async def under(world: World, message: Json, where: str = "") -> Json:
    """The answer to a press of a button under a message."""
    return await world.people.wait_message(
        message["chat_id"],
        lambda view: (
            view["reply_to"] == message["message_id"]
            and view["media"] is not None
            and where in view["text"]
        ),
        timeout=PATIENCE,
    )


def uploads(world: World) -> set[str]:
    """What the service was sent so far."""
    return set(world.jimeng.imagex.files)


def sent_since(world: World, known: set[str]) -> bytes:
    """The one picture that the service was sent since then."""
    (new,) = uploads(world) - known
    return bytes(world.jimeng.imagex.files[new])


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height."""
    return Image.open(io.BytesIO(picture)).size


async def as_input(world: World, message: Json) -> bytes:
    """What the service must be sent when a result is the input: its bytes, cleaned."""
    with tempfile.TemporaryDirectory() as folder:
        source = clean(
            await made(world, message), Path(folder) / "source.png", PictureLimits()
        )
        return source.path.read_bytes()


async def made(world: World, message: Json) -> Path:
    """The picture that the service made for a result, where it is kept."""
    job_id = data_of(message)[0].split(":")[1]
    async with world.stores() as stores:
        (picture,) = await stores.pictures.pictures(job_id)
    assert picture.path is not None
    return picture.path


@pytest.mark.parametrize("kind", ["private", "group", "topic"])
async def test_a_picture_is_talked_about(
    world: World, alice: Visitor, kind: str
) -> None:
    """Photo, edit, edit, kill -9, from step 1, compare, undo, and on from there: the right input each time."""
    here = place_of(world, kind, alice)
    first = await alice.ending(
        await alice.show(PHOTO, "/edit make it night --ar 1:1", here)
    )
    assert "Step" not in first["text"]
    known = uploads(world)
    second = await edit(alice, first, "add snow --ar 16:9")
    assert sent_since(world, known) == await as_input(world, first)
    assert second["text"].endswith("· Step 2")

    await world.kill()
    aside = await reply(alice, second, "From step 1: add rain --ar 9:16")
    known = uploads(world)
    await world.start()
    third = await alice.ending(aside)
    assert third["text"].startswith("add rain\n")
    assert third["text"].endswith("· Step 2")
    assert sent_since(world, known) == await as_input(world, first)

    both = await alice.answer(await reply(alice, third, "/compare"))
    assert both["text"] == "◀️ Before: step 1 · after: step 2 ▶️"
    picture = await alice.picture(both)
    assert picture.width > picture.height  # of other shapes: side by side

    undone = await alice.answer(await reply(alice, third, "/undo"))
    assert undone["text"].startswith("↩️ Step 1\nmake it night")
    known = uploads(world)
    fourth = await edit(alice, undone, "make it red --ar 4:3")
    assert sent_since(world, known) == await as_input(world, first)
    known = uploads(world)
    fifth = await edit(alice, both, "make it blue")  # what came after is meant
    assert sent_since(world, known) == await as_input(world, third)
    assert fourth["text"].endswith("· Step 2")
    assert fifth["text"].endswith("· Step 3")

    assert await alice.spent() == 5
    said = world.people.messages(first["chat_id"], from_bot=True)
    assert {view["thread_id"] for view in said} == {first["thread_id"]}
    assert not [name for name in kept_files(world) if name.startswith("passing")]


@pytest.mark.parametrize("kind", ["private", "group"])
async def test_the_original_comes_back_and_is_gone_on_from(
    world: World, alice: Visitor, kind: str
) -> None:
    """Undo of the first step: the photo itself, under the button; its answer edits it anew."""
    here = place_of(world, kind, alice)
    sent = await alice.show(PHOTO, "/edit make it night --ar 1:1", here)
    first = await alice.ending(sent)
    toast, _ = await alice.press(first, UNDO)
    original = await under(world, first)

    assert toast == "Sending"
    assert original["text"] == "↩️ The original"
    assert original["media"]["file_id"] == sent["media"]["file_id"]
    known = uploads(world)
    second = await edit(alice, original, "make it red")
    assert size_of(sent_since(world, known)) == (96, 64)
    assert "Step" not in second["text"]
    known = uploads(world)
    await edit(alice, first, "from the original: make it green")
    assert size_of(sent_since(world, known)) == (96, 64)
    assert await alice.spent() == 3


async def test_before_and_after_by_button(world: World, alice: Visitor) -> None:
    """The photo on the left of the enlargement's and the edit's halves; anybody may look, for nothing."""
    bob = visitor(world, "Bob", "ru")
    here = place_of(world, "group", alice, bob)
    first = await alice.ending(await alice.show(PHOTO, "/edit brighter --ar 3:2", here))
    toast, _ = await bob.press(first, COMPARE)
    both = await under(world, first)

    assert toast == "Отправляю"
    assert both["text"] == "◀️ До: оригинал · после: шаг 1 ▶️"
    halves = np.asarray((await alice.picture(both)).convert("RGB")).astype(int)
    result = Image.open(await made(world, first))
    assert halves.shape[:2] == (result.height, result.width)
    middle, top = result.width // 2, result.height * 2 // 3
    left = np.asarray(scene(96, 64).resize(result.size)).astype(int)
    right = np.asarray(result.convert("RGB")).astype(int)
    edge = middle - 6
    assert np.abs(halves[top:, :edge] - left[top:, :edge]).mean() < 12
    assert np.abs(halves[top:, -edge:] - right[top:, -edge:]).mean() < 12

    await alice.press(first, "🔍 2x")
    preview = await under(world, first, "Step 2")
    assert {"m"} <= {data[0] for data in data_of(preview)}
    await alice.press(preview, COMPARE)
    assert (await under(world, preview, "Before"))["text"].startswith(
        "◀️ Before: step 1 · after: step 2"
    )
    assert (await alice.spent(), await bob.spent()) == (2, 0)


@pytest.mark.parametrize(
    "language, words, told, undo",
    [
        (
            "zh",
            "从第9步：变红",
            "没有第 9 步；只有第 1 步。",
            "↩️ 第 1 步",
        ),
        (
            "ru",
            "с шага 9: сделай красным",
            "Нет шага 9: есть только шаг 1.",
            "↩️ Шаг 1",
        ),
    ],
)
async def test_in_the_askers_words(
    world: World, language: str, words: str, told: str, undo: str
) -> None:
    """A step that is not there is refused for nothing; undo and from-step speak the language."""
    guest = visitor(world, "Lin", language)
    drawn = await guest.ending(await guest.say("/gen a fox --n 1 --ar 1:1"))
    refused = await guest.answer(await reply(guest, drawn, words))
    assert refused["text"] == told

    known = uploads(world)
    step = words.replace("9", "1")
    second = await edit(guest, drawn, step)
    assert sent_since(world, known) == await as_input(world, drawn)
    undone = await guest.answer(await guest.say("/undo"))  # the newest edit is meant
    assert undone["text"].startswith(undo)
    assert second["media"]["file_id"] != undone["media"]["file_id"]
    assert await guest.spent() == 2


async def test_what_has_nothing_before_it(alice: Visitor) -> None:
    """A drawing, nobody's picture, and nothing at all: a friendly word each, and no credit."""
    drawn = await alice.ending(await alice.say("/gen a fox --n 1"))
    first = await alice.answer(await reply(alice, drawn, "/undo"))
    nothing = await alice.answer(await alice.say("/compare"))

    assert first["text"] == "This is the first step; there is nothing before it."
    assert nothing["text"] == "Which picture? Send this in reply to one of mine."
    assert await alice.spent() == 1


async def test_a_wish_outlives_the_bot(world: World, alice: Visitor) -> None:
    """Asked while the bot is dead: answered by the next one, once, from what it has stored."""
    first = await alice.ending(await alice.show(PHOTO, "/edit make it night --ar 1:1"))
    second = await edit(alice, first, "add snow")
    await world.kill()
    wishes = [await reply(alice, second, words) for words in ("undo", "compare")]
    await world.start()
    undone, both = [await alice.answer(wish) for wish in wishes]

    assert undone["text"].startswith("↩️ Step 1")
    assert both["text"].startswith("◀️ Before: step 1")
    assert [len(alice.heard(wish)) for wish in wishes] == [1, 1]


async def test_what_was_forgotten_cannot_be_gone_back_to(
    world: World, alice: Visitor
) -> None:
    """Bob went on from Alice's picture; she is erased: his step stays, hers is gone."""
    bob = visitor(world, "Bob")
    here = place_of(world, "group", alice, bob)
    first = await alice.ending(await alice.show(PHOTO, "/edit make it night", here))
    second = await edit(bob, first, "add snow")
    question = await alice.answer(await alice.say("/forgetme"))
    await alice.press(question, "🗑 Erase")
    await world.people.wait_message(
        alice.user_id, lambda view: view["text"].startswith("✅"), timeout=PATIENCE
    )

    gone = await bob.answer(await reply(bob, second, "/undo"))
    assert gone["text"] == "The step before this one is not kept any more."
    compared = await bob.answer(await reply(bob, second, "/compare"))
    assert compared["text"] == gone["text"]
    third = await edit(bob, second, "from step 1: add rain")
    assert third["text"].endswith("· Step 2")


async def test_the_message_of_an_album_is_no_picture(
    world: World, alice: Visitor
) -> None:
    """Two photos enlarged: their message says to answer a file, and a file's answer is that one's."""
    await world.people.send_album(alice.user_id, [PHOTO, PHOTO], Place())
    sheet = await world.people.wait_message(
        alice.user_id, lambda view: "2 done" in (view["text"] or "")
    )
    for words in ("make it night", "/compare", "undo"):
        told = await alice.answer(await reply(alice, sheet, words))
        assert "2 pictures; reply to the file" in told["text"]
    assert await alice.spent() == 2

    files = [
        view
        for view in world.people.messages(alice.user_id, from_bot=True)
        if view["media"] and view["media"]["kind"] == "document"
    ]
    night = await alice.ending(await reply(alice, files[0], "make it night"))
    assert night["text"].endswith("· Step 2")
    assert await alice.spent() == 3
