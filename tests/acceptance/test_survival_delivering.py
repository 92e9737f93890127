"""Kill -9 while results are on their way to the chat, and right after."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.stores import Stores
from bot.domain.job import JobState
from bot.playground.botapi.faults import FaultKind
from tests.acceptance.witness import EDIT, GENERATE, KINDS, UPSCALE, Witness, photo
from tests.acceptance.world import Json, World, buttons_of, open_world

LATE = 60.0  # seconds; longer than any scene

SENDS = ((GENERATE, "sendMediaGroup"), (UPSCALE, "sendDocument"))
TURNS = (
    (GENERATE, False, "editMessageText"),
    (GENERATE, True, "editMessageMedia"),
    (EDIT, False, "editMessageMedia"),
    (UPSCALE, False, "editMessageMedia"),
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose service is quick."""
    async with open_world(tmp_path) as world:
        yield world


@pytest.fixture
def witness(world: World) -> Witness:
    """Who orders there and watches."""
    return Witness(world)


@pytest.mark.parametrize("kills", [1, 2])
async def test_while_it_is_sent(world: World, witness: Witness, kills: int) -> None:
    """Telegram took album and file, its answer was lost with the bot: two copies at most."""
    await world.start()
    wishes = [await witness.ask(kind) for kind, _ in SENDS]
    for _ in range(kills):
        seen = world.telegram.log.feed.last_seq
        for wish, (_, method) in zip(wishes, SENDS, strict=True):
            world.telegram.faults.fail_next(
                method, "slow", chat_id=wish.chat_id, seconds=LATE
            )
        for wish, (_, method) in zip(wishes, SENDS, strict=True):
            await world.telegram.log.wait(method, chat_id=wish.chat_id, after=seen)
        await world.kill()
        world.telegram.faults.clear()
        await world.launch()

    await witness.all_delivered(twice=tuple(wishes))


async def test_before_it_is_sent(world: World, witness: Witness) -> None:
    """The call was cut before Telegram took it, then the bot died: one copy."""
    await world.start()
    wishes = [await witness.ask(kind) for kind, _ in SENDS]
    for wish, (_, method) in zip(wishes, SENDS, strict=True):
        world.telegram.faults.fail_next(method, "dropped_before", chat_id=wish.chat_id)
    for wish, (_, method) in zip(wishes, SENDS, strict=True):
        await world.telegram.log.wait(method, chat_id=wish.chat_id)

    await world.kill()
    await world.start()

    await witness.all_delivered()


async def test_while_the_status_turns(world: World, witness: Witness) -> None:
    """What is delivered by editing arrives once, and what was sent before is not sent again."""
    await world.start()
    wishes = []
    for kind, in_group, method in TURNS:
        wishes.append(wish := await witness.ask(kind, in_group=in_group))
        if method == "editMessageMedia":
            world.telegram.faults.fail_next(
                method, "slow", chat_id=wish.chat_id, seconds=LATE
            )
    # Progress edits the same text: only after the album comes the edit that is meant.
    await world.telegram.log.wait("sendMediaGroup", chat_id=wishes[0].chat_id)
    world.telegram.faults.fail_next(
        "editMessageText", "slow", chat_id=wishes[0].chat_id, seconds=LATE
    )
    for wish in wishes:
        await witness.ended(wish)

    await world.kill()
    await world.start()

    await witness.all_delivered()


async def test_right_after_the_end(world: World, witness: Witness) -> None:
    """Killed as soon as it is over, and once more: nothing is said or charged again."""
    await world.start()
    wishes = [await witness.ask(kind) for kind in KINDS]
    for wish in wishes:
        await witness.ended(wish)
    await world.kill()
    await world.start()
    await world.kill()
    await world.start()

    await witness.all_delivered()


async def test_an_album_of_enlargements(world: World, witness: Witness) -> None:
    """Three jobs under one message, dead while the first file is sent: three files, one message."""
    await world.start()
    alice = world.people.add_user("Alice", language_code="en")["id"]
    world.telegram.faults.fail_next("sendDocument", "slow", seconds=LATE)
    album = [photo()] * 3
    asked = (await world.people.send_album(alice, album, caption="/upscale 2"))[0]
    await world.telegram.log.wait("sendDocument")

    await world.kill()
    world.telegram.faults.clear()
    await world.start()
    status = await world.people.wait_message(alice, is_sheet)

    await witness.settled()
    said = world.said(alice, asked)
    files = [view for view in said if view["media"]["kind"] == "document"]
    assert status["text"].count("✅") == 3, status["text"]
    assert len(files) in {3, 4}
    assert len(said) == len(files) + 1
    assert len(world.jimeng.log.paid_submits) == 3
    assert await witness.used(alice) == 3


def is_sheet(view: Json) -> bool:
    """Is it the photo that a status message becomes at its end?"""
    return bool(view["media"]) and view["media"]["kind"] == "photo"


async def test_before_a_failure_is_told(world: World, witness: Witness) -> None:
    """Ended and paid back, dead before the chat was told: the next start tells it, in place."""
    world.jimeng.faults.fail_next("fail_code", times=3, code="2038")
    await world.start()
    wishes = [await witness.ask(kind) for kind in KINDS]
    for wish in wishes:
        await witness.shown(wish)
    world.telegram.faults.fail_next("editMessageText", "dropped_before", 1000)

    async def have_failed(stores: Stores) -> bool:
        jobs = await stores.jobs.latest(3)
        return all(job.state is JobState.FAILED for job in jobs)

    await witness.until(have_failed)
    await world.kill()
    world.telegram.faults.clear()
    await world.start()

    for wish in wishes:
        assert "Nothing was charged" in (await witness.ended(wish))["text"]
    await witness.settled()
    assert [len(witness.answers(wish)) for wish in wishes] == [1, 1, 1]
    assert [await witness.used(wish.user_id) for wish in wishes] == [0, 0, 0]


@pytest.mark.parametrize("kind", ["dropped_before", "502"])
async def test_telegram_refuses_again_and_again(
    world: World, witness: Witness, kind: FaultKind
) -> None:
    """An album or file that may be lost: the status shows the pictures, or brings the file."""
    for method in ("sendMediaGroup", "sendDocument"):
        world.telegram.faults.fail_next(method, kind, 100)
    await world.start()
    album, file = [await witness.ask(kind) for kind, _ in SENDS]
    for _ in range(2):
        seen = world.telegram.log.feed.last_seq
        for wish, (_, method) in zip((album, file), SENDS, strict=True):
            await world.telegram.log.wait(method, chat_id=wish.chat_id, after=seen)
        await world.kill()
        await world.launch()

    sheet, preview = await witness.ended(album), await witness.ended(file)
    world.telegram.faults.clear()
    await world.people.press(file.user_id, preview["message_id"], "📎 Original")
    sent = await world.answer(file.chat_id, preview)

    assert sheet["media"]["kind"] == "photo"
    assert "🖼 All" in buttons_of(sheet)
    assert sent["media"]["kind"] == "document"
