"""Files only through kill -9: a look is kept with its order, and nothing is lost or said twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.panels import chosen
from tests.acceptance.visitor import Visitor, kept_sums, visitor
from tests.acceptance.witness import is_quiet, photo
from tests.acceptance.world import Json, World, open_world

LATE = 60.0  # seconds; longer than any scene
FILES = "set:fo:file"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A started bot whose service is quick; in the end no call was a wrong one."""
    async with open_world(tmp_path) as world:
        await world.start()
        yield world
        assert world.telegram.log.violations() == []


async def until_quiet(world: World) -> None:
    """Come back when every end is written down."""
    async with world.stores() as stores:
        while not await is_quiet(stores):
            pass


def files_of(who: Visitor, asked: Json) -> list[Json]:
    """The files among what was said to an order; a photo would be wrong."""
    media = [each for each in who.heard(asked) if each["media"]]
    assert {each["media"]["kind"] for each in media} == {"document"}
    return media


async def order(who: Visitor, *, is_upscale: bool) -> Json:
    """Four pictures, or one enlarged."""
    if is_upscale:
        return await who.show(photo(), "/upscale 2")
    return await who.say("/gen foxes")


@pytest.mark.parametrize(
    "is_upscale,method,count",
    [(False, "sendMediaGroup", 4), (True, "sendDocument", 1)],
)
async def test_killed_between_the_files_and_the_line(
    world: World, is_upscale: bool, method: str, count: int
) -> None:
    """The files are confirmed, their line is not: after the start it is, and nothing came twice."""
    who = visitor(world)
    await chosen(who, FILES)
    asked = await order(who, is_upscale=is_upscale)
    await world.telegram.log.wait(method, chat_id=who.user_id)
    # The line is an edit, or a message where the files came before the first text had its turn.
    for words in ("editMessageText", "sendMessage"):
        world.telegram.faults.fail_next(
            words, "dropped_before", 1000, chat_id=who.user_id
        )

    async def is_confirmed() -> bool:
        async with world.stores() as stores:
            (job, *_) = await stores.jobs.latest(1)
            receipts = await stores.pictures.receipts(job.job_id)
        return any(each.is_done for each in receipts)

    while not await is_confirmed():
        pass
    await world.kill()
    world.telegram.faults.clear()
    await world.start()
    ending = await who.ending(asked)
    await until_quiet(world)

    assert ending["media"] is None
    files = files_of(who, asked)
    assert len(files) == count
    assert {each["media"]["sha256"] for each in files} == kept_sums(world)
    assert len(who.heard(asked)) == count + 1
    assert await who.spent() == 1


@pytest.mark.parametrize("kills", [1, 2])
async def test_killed_while_the_files_are_sent(world: World, kills: int) -> None:
    """Telegram took the album, its answer was lost with the bot: two copies at most, one line."""
    who = visitor(world)
    await chosen(who, FILES)
    asked = await order(who, is_upscale=False)
    for _ in range(kills):
        seen = world.telegram.log.feed.last_seq
        world.telegram.faults.fail_next(
            "sendMediaGroup", "slow", chat_id=who.user_id, seconds=LATE
        )
        await world.telegram.log.wait("sendMediaGroup", after=seen)
        await world.kill()
        world.telegram.faults.clear()
        await world.launch()
    ending = await who.ending(asked)
    await until_quiet(world)

    assert len(files_of(who, asked)) in {4, 8}
    assert ending["media"] is None
    assert len(world.jimeng.log.paid_submits) == 1


async def test_a_look_is_fixed_when_the_order_is_taken(world: World) -> None:
    """Changed while it is made, and the bot killed besides: files, as ordered; the next one not."""
    who = visitor(world)
    await chosen(who, FILES)
    world.jimeng.faults.fail_next("queue", seconds=LATE, places=5)
    asked = await who.say("/gen foxes --n 2")
    await world.jimeng.log.wait(lambda log: bool(log.of("poll")))
    await chosen(who, "set:fo:-")
    await world.kill()
    for task in world.jimeng.tasks.values():
        task.queue_seconds = 0.0
    await world.start()
    await who.ending(asked)
    later = await who.say("/gen foxes --n 2")
    await who.ending(later)

    assert len(files_of(who, asked)) == 2
    kinds = [each["media"]["kind"] for each in who.heard(later) if each["media"]]
    assert kinds == ["photo", "photo"]
