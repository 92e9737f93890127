"""A provider that fails, dies or falls silent while it has the job: paid once, charged once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.acceptance.orders import GEN, ended_jobs, spent, until_logged
from tests.acceptance.services import open_services
from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose bot is started by the scene."""
    async with open_world(tmp_path) as opened:
        yield opened
        assert "Traceback" not in opened.log


@pytest.mark.parametrize("spoiled", ["broken_result", "huge_result"])
async def test_spoiled_pictures_are_made_elsewhere(world: World, spoiled: str) -> None:
    """A page or a bomb in place of the only picture: the next one makes it, for one credit."""
    async with open_services(world, "hidream", "openai") as services:
        services["hidream"].faults.fail_next(spoiled, times=-1)
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(GEN))

            assert "OpenAI" in ending["text"], ending["text"]
            assert [len(each.paid) for each in services.values()] == [1, 1]
            assert await spent(guest) == 1


async def test_killed_while_the_second_has_it(world: World) -> None:
    """The first failed it, the second works, kill -9: the second goes on, the first is not asked."""
    async with open_services(world, "hidream", "jimeng", run_seconds=1.5) as services:
        first, second = services["hidream"], services["jimeng"]
        first.faults.fail_next("ends", status=3)
        await world.start()
        guest = visitor(world)
        asked = await guest.say(GEN)
        await second.log.wait(lambda log: len(log.of("poll")) > 1)
        await world.kill()
        await world.start()
        ending = await guest.ending(asked)

        assert "Jimeng" in ending["text"]
        assert (len(first.submits), len(second.submits)) == (1, 1)
        assert await spent(guest) == 1


@pytest.mark.parametrize("killed", [False, True], ids=["served on", "killed too"])
async def test_a_first_that_dies_in_mid_flight_is_replaced(
    world: World, killed: bool
) -> None:
    """Its task runs, then nothing answers any more: the second delivers, for one credit."""
    world.settings["JOB_TIMEOUT"] = "3"
    async with open_services(world, "jimeng", "openai", run_seconds=30) as services:
        first, second = services["jimeng"], services["openai"]
        second.emulator.run_seconds = 0
        await world.start()
        guest = visitor(world)
        asked = await guest.say(GEN)
        await first.log.wait(lambda log: len(log.of("poll")) > 2)
        await first.stop()
        if killed:
            await world.kill()
            await world.start()
        ending = await guest.ending(asked)

        assert "OpenAI" in ending["text"], ending["text"]
        assert (len(first.paid), len(second.paid)) == (1, 1)
        assert len([view for view in guest.heard(asked) if view["media"]]) == 1
        [job] = await ended_jobs(world)
        assert (job.charged, job.tried, job.provider) == (1, ("jimeng",), "openai")
        assert await spent(guest) == 1


async def test_a_first_that_comes_back_in_time_delivers(world: World) -> None:
    """Away for a while in mid-flight, and the bot killed meanwhile: the same task goes on."""
    async with open_services(world, "jimeng", "openai", run_seconds=1.5) as services:
        first, second = services["jimeng"], services["openai"]
        await world.start()
        guest = visitor(world)
        asked = await guest.say(GEN)
        await first.log.wait(lambda log: len(log.of("poll")) > 1)
        await first.stop()
        await world.kill()
        await world.start()
        await until_logged(world, "poll.failed")
        await first.start()
        ending = await guest.ending(asked)

        assert "Jimeng" in ending["text"]
        assert (len(first.paid), second.log.entries) == (1, [])
        assert await spent(guest) == 1


async def test_a_lost_answer_is_looked_up_where_that_can_be(world: World) -> None:
    """Jimeng took it and the line broke: found by its key, though another one stood ready."""
    async with open_services(world, "jimeng", "openai") as services:
        services["jimeng"].faults.fail_next("lost_answer")
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(GEN))

            assert "Jimeng" in ending["text"]
            assert len(services["jimeng"].submits) == 1
            assert services["openai"].log.entries == []
            assert await spent(guest) == 1


@pytest.mark.parametrize("first", ["hidream", "ideogram", "openai"])
@pytest.mark.parametrize("fault", ["lost_answer", "dropped", "http_error"])
async def test_a_lost_answer_without_look_up_fails_openly(
    world: World, first: str, fault: str
) -> None:
    """It may have been taken, even if it was not: nobody else is asked, nothing is charged."""
    second = "openai" if first != "openai" else "hidream"
    async with open_services(world, first, second) as services:
        services[first].faults.fail_next(fault)
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(GEN))

            assert "cannot say whether it took the order" in ending["text"]
            assert "Nothing was charged" in ending["text"]
            assert len(services[first].submits) == 1
            assert services[second].log.entries == []
            assert await spent(guest) == 0


async def test_the_service_dies_while_it_answers_the_submit(world: World) -> None:
    """Stopped in the middle of the call that costs, then the bot is killed: asked once, told once."""
    async with open_services(world, "openai", "hidream", run_seconds=30) as services:
        openai = services["openai"]
        await world.start()
        guest = visitor(world)
        asked = await guest.say(GEN)
        await openai.log.wait(lambda log: len(log.paid_submits) == 1)
        await world.kill()
        await openai.stop()
        await openai.start()
        await world.start()
        ending = await guest.ending(asked)

        assert "cannot say whether it took the order" in ending["text"]
        assert (len(openai.submits), services["hidream"].log.entries) == (1, [])
        assert await spent(guest) == 0


async def test_relays_that_answer_with_addresses_or_cannot_stream(
    world: World,
) -> None:
    """A relay without streaming is ordered from without it, once; addresses are as good as base64."""
    async with open_services(world, "openai") as services:
        openai = services["openai"]
        openai.faults.fail_next("no_streams")
        openai.emulator._gives_urls = True
        async with serving(world):
            guest = visitor(world)
            for _ in range(2):
                ending = await guest.ending(await guest.say(GEN))
                assert ending["media"]["kind"] == "photo"

            assert len(openai.paid) == 2
            assert len(openai.submits) == 3  # it learns from one refusal
            assert await spent(guest) == 2
