"""HiDream calls back: the bot's own server wakes the job, and nobody else can."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.services import Service, open_services
from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import World, open_world

NEVER = "300"  # seconds between two polls: only a callback can bring a second one
RUN_SECONDS = 2.5


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A bot whose server has a public address."""
    async with open_world(tmp_path) as opened:
        address = f"127.0.0.1:{free_port()}"
        opened.settings |= {
            "LISTEN": address,
            "PUBLIC_URL": f"http://{address}",
            "POLL_INTERVAL": NEVER,
        }
        yield opened


@pytest.fixture
async def hidream(world: World) -> AsyncIterator[Service]:
    """The service, which takes its time."""
    async with open_services(world, "hidream", run_seconds=RUN_SECONDS) as services:
        yield services["hidream"]


async def test_the_callback_wakes_the_job_and_forgeries_do_not(
    world: World, hidream: Service
) -> None:
    """One poll at the start, one after the genuine call; forged addresses get 404 and no poll."""
    async with serving(world):
        guest = visitor(world)
        asked = await guest.say("/gen a fox")
        await hidream.log.wait(lambda log: len(log.of("poll")) == 1)
        address = hidream.paid[0].body["notify_url"]

        answers = {forged: await post(forged) for forged in forgeries(address)}
        polls = len(hidream.log.of("poll"))
        ending = await guest.ending(asked)

    assert set(answers.values()) == {404}
    assert polls == 1
    assert len(hidream.log.of("poll")) == 2
    assert "HiDream" in ending["text"]
    [delivery] = hidream.emulator.callbacks.deliveries
    assert delivery.statuses == [200]
    assert address.startswith(f"{world.settings['PUBLIC_URL']}/callbacks/hidream/")
    assert address.rpartition("/")[2] not in world.log


async def test_a_callback_finds_its_job_after_a_restart(
    world: World, hidream: Service
) -> None:
    """The address outlives a kill -9: the job that was taken up again is woken by it."""
    guest = visitor(world)
    await world.start()
    asked = await guest.say("/gen a fox")
    await hidream.log.wait(lambda log: len(log.of("poll")) == 1)
    await world.kill()
    async with serving(world):
        await guest.ending(asked)

    assert len(hidream.paid) == 1
    assert len(hidream.log.of("poll")) <= 3
    assert await guest.spent() == 1


def forgeries(address: str) -> list[str]:
    """Addresses like that one which nobody was given."""
    root, _, secret = address.rpartition("/")
    key, _, signature = secret.rpartition("-")
    other = "0" * 8 + key[8:]
    return [
        f"{root}/{key}-{'0' * len(signature)}",
        f"{root}/{key}-{signature[:-1]}",
        f"{root}/{key}",
        f"{root}/{other}-{signature}",
        f"{root.replace('/hidream', '/jimeng')}/{secret}",
        f"{root}/",
    ]


async def post(address: str) -> int:
    """The status that a call to an address gets."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, json={"code": 0}) as answer,
    ):
        return answer.status


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
