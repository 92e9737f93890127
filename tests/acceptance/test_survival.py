"""Kill -9 in each state of a job: the next start carries it on, and it arrives once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.witness import EDIT, GENERATE, KINDS, UPSCALE, Witness
from tests.acceptance.world import World, open_world

FOREVER = 10_000  # strikes of a failure that a scene takes back itself
LATE = 60.0  # seconds; longer than any scene
AT_ONCE = 4  # tasks that the service's account stands


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose service takes a second for a task."""
    async with open_world(tmp_path) as world:
        yield world


@pytest.fixture
def witness(world: World) -> Witness:
    """Who orders there and watches."""
    return Witness(world)


async def reborn(world: World) -> None:
    """Kill -9; what the bot was waiting for is well again; start."""
    await world.kill()
    world.telegram.faults.clear()
    world.jimeng.faults.clear()
    await world.start()


async def test_waiting_for_a_turn(world: World, witness: Witness) -> None:
    """Queued behind MAX_JOBS=1, one running: all arrive, nobody is told twice."""
    world.settings["MAX_JOBS"] = "1"
    world.jimeng.faults.fail_next("queue", seconds=LATE, places=5)
    await world.start()
    await witness.ask(GENERATE)
    await world.jimeng.log.wait(lambda log: bool(log.of("poll")))
    wishes = [await witness.ask(kind) for kind in KINDS]
    for wish in wishes:
        await witness.shown(wish)

    await world.kill()
    for task in world.jimeng.tasks.values():
        task.queue_seconds = 0.0
    await world.start()

    await witness.all_delivered()


async def test_inputs_on_their_way(world: World, witness: Witness) -> None:
    """Queued, and the picture is just being fetched: it is fetched again."""
    world.telegram.faults.fail_next("getFile", "slow", FOREVER, seconds=LATE)
    await world.start()
    for in_group in (False, True):
        for kind in (EDIT, UPSCALE):
            seen = world.telegram.log.feed.last_seq
            await witness.shown(await witness.ask(kind, in_group=in_group))
            await world.telegram.log.wait("getFile", after=seen)

    await reborn(world)

    await witness.all_delivered()


async def test_paid_after_death(world: World, witness: Witness) -> None:
    """Submitting: the call was on its way when the bot died, and carried out afterwards."""
    world.jimeng.faults.fail_next("slow", times=AT_ONCE, seconds=LATE)
    await world.start()
    await witness.shown(await witness.ask(GENERATE, in_group=True))
    for kind in KINDS:
        await witness.shown(await witness.ask(kind))
    await world.jimeng.log.wait(lambda log: len(log.of("generate")) == AT_ONCE)

    await reborn(world)

    await witness.all_delivered()


async def test_answer_lost_and_looked_up(world: World, witness: Witness) -> None:
    """Submitting: paid, the answer lost, dead while it looks the order up; twice."""
    world.jimeng.faults.fail_next("lost_answer", times=FOREVER)
    world.jimeng.faults.fail_next("slow", call="poll", times=FOREVER, seconds=LATE)
    await world.start()
    for kind in KINDS:
        await witness.shown(await witness.ask(kind))
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) == len(KINDS))

    await world.kill()
    await world.start()
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) == 2 * len(KINDS))
    await reborn(world)

    await witness.all_delivered()


async def test_never_taken(world: World, witness: Witness) -> None:
    """Submitting: the call never reached the service; asked for, waited for, paid once."""
    world.jimeng.faults.fail_next("dropped")
    world.jimeng.faults.fail_next("slow", call="poll", seconds=LATE)
    await world.start()
    await witness.shown(await witness.ask(GENERATE))
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) == 1)

    await reborn(world)

    await witness.all_delivered()


async def test_running_and_in_line(world: World, witness: Witness) -> None:
    """Running, or claimed and in the provider's line, twice: polled on, never ordered anew."""
    world.jimeng.faults.fail_next("queue", times=AT_ONCE, seconds=LATE, places=5)
    await world.start()
    for wish in await witness.ask_all():
        await witness.shown(wish)
    for _ in range(2):
        polled = len(world.jimeng.log.of("poll"))
        await world.jimeng.log.wait(
            lambda log, polled=polled: len(log.of("poll")) > polled + 6  # type: ignore[misc]
        )
        await world.kill()
        await world.start()
    for task in world.jimeng.tasks.values():
        task.queue_seconds = 0.0

    await witness.all_delivered()
