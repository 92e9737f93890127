"""SIGTERM in every state: exit 0 within ten seconds, and the next start carries on."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.botapi.faults import FaultKind
from tests.acceptance.witness import EDIT, GENERATE, KINDS, UPSCALE, Wish, Witness
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import scene

LATE = 60.0  # seconds; longer than any scene
SOON = 10.0  # seconds (interface 2)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose service is quick."""
    async with open_world(tmp_path) as world:
        yield world


@pytest.fixture
def witness(world: World) -> Witness:
    """Who orders there and watches."""
    return Witness(world)


def jpeg(width: int, height: int) -> bytes:
    """A picture that the engine needs a while for."""
    file = io.BytesIO()
    scene(width, height).save(file, "JPEG")
    return file.getvalue()


async def drained(world: World) -> None:
    """SIGTERM, exit 0 in time; everything is well again; start."""
    async with asyncio.timeout(SOON):
        assert await world.stop() == 0
    world.telegram.faults.clear()
    world.jimeng.faults.clear()
    for task in world.jimeng.tasks.values():
        task.queue_seconds = 0.0
    await world.start()


async def test_many_in_every_state(world: World, witness: Witness) -> None:
    """Fetching, paying at a service that hangs, running, waiting in line, all at once."""
    await world.start()
    world.jimeng.faults.fail_next("queue", times=3, seconds=LATE, places=5)
    for kind in KINDS:
        await witness.shown(await witness.ask(kind))
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) > 6)
    world.jimeng.faults.fail_next("slow", seconds=LATE)
    await witness.shown(await witness.ask(GENERATE))
    await world.jimeng.log.wait(lambda log: len(log.of("generate")) == 4)
    world.telegram.faults.fail_next("getFile", "slow", seconds=LATE)
    await witness.shown(await witness.ask(EDIT))
    await world.telegram.log.wait("getFile", chat_id=None)
    for _ in range(10):
        await witness.shown(await witness.ask(GENERATE))

    await drained(world)

    await witness.all_delivered()


async def test_while_telegram_hangs(world: World, witness: Witness) -> None:
    """Album, file and edits under way: the calls are broken off, and done again."""
    await world.start()
    methods = ("sendMediaGroup", "sendDocument", "editMessageMedia")
    wishes = [await witness.ask(kind) for kind in (GENERATE, UPSCALE, EDIT)]
    for wish, method in zip(wishes, methods, strict=True):
        world.telegram.faults.fail_next(
            method, "slow", chat_id=wish.chat_id, seconds=LATE
        )
    for wish, method in zip(wishes, methods, strict=True):
        await world.telegram.log.wait(method, chat_id=wish.chat_id)

    await drained(world)

    await witness.all_delivered(twice=(wishes[0], wishes[1]))


async def test_a_send_under_way_is_confirmed(world: World, witness: Witness) -> None:
    """An album that Telegram takes a second for is waited for: it comes once."""
    await world.start()
    wish = await witness.ask(GENERATE)
    world.telegram.faults.fail_next("sendMediaGroup", "slow", seconds=1.0)
    await world.telegram.log.wait("sendMediaGroup", chat_id=wish.chat_id)

    await drained(world)

    await witness.all_delivered()


@pytest.mark.parametrize("kind", ["dropped_before", "502"])
async def test_while_telegram_is_away(
    world: World, witness: Witness, kind: FaultKind
) -> None:
    """Nothing gets through at all, not even a poll."""
    world.jimeng.run_seconds = 0.1
    await world.start()
    await witness.shown(await witness.ask(GENERATE))
    world.telegram.faults.fail_next("*", kind, 10_000)
    world.telegram.faults.fail_next("getUpdates", kind, 10_000)
    await world.jimeng.log.wait(lambda log: len(log.of("download")) == 4)

    await drained(world)

    await witness.all_delivered(twice=tuple(witness.wishes))


async def test_the_engine_at_work(world: World, witness: Witness) -> None:
    """A picture on the CPU does not hold the exit up; it is made again."""
    del world.settings["JIMENG_SESSION_ID"]
    await world.start()
    alice = world.people.add_user("Alice", language_code="en")["id"]
    asked = await world.people.send_photo(alice, jpeg(1000, 800), caption="/upscale 4")
    wish = Wish(kind=UPSCALE, user_id=alice, chat_id=alice, message=asked)
    shown = await witness.shown(wish)
    await world.people.wait_event(
        chat_id=alice,
        message_id=shown["message_id"],
        where=lambda event: "enlarging" in event["message"]["text"],
    )

    async with asyncio.timeout(SOON):
        assert await world.stop() == 0
    await world.start()
    again = await world.people.wait_message(
        alice,
        lambda view: "Back after a restart" in view["text"] or bool(view["media"]),
    )

    assert again["message_id"] == shown["message_id"]
    async with asyncio.timeout(SOON):
        assert await world.stop() == 0


async def test_orders_during_the_drain(world: World, witness: Witness) -> None:
    """Who writes while the bot goes down is served by the next start, once."""
    await world.start()
    world.jimeng.faults.fail_next("slow", seconds=3.0)
    await witness.shown(await witness.ask(GENERATE))
    await world.jimeng.log.wait(lambda log: len(log.of("generate")) == 1)
    ending = asyncio.create_task(world.stop())
    for _ in range(3):
        await witness.ask(GENERATE)
    assert await ending == 0
    await witness.ask(GENERATE)

    await world.start()

    await witness.all_delivered()
