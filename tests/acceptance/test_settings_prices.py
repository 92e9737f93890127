"""The prices on the buttons of the settings are what the next order costs."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.panels import choose, redrawn, settings_of
from tests.acceptance.services import open_services
from tests.acceptance.visitor import Visitor, data_of, visitor
from tests.acceptance.world import Json, World, open_world

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-settings-prices"),
]
NAMES = ("jimeng", "openai", "ideogram")
SPECIAL = {"dall-e-2", "dall-e-3"}  # the last makes one picture at a time
PRICE = re.compile(r" · (\d+) credits?$")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot with a service that bundles its pictures and two that bill each."""
    folder = tmp_path_factory.mktemp("prices")
    async with open_world(folder) as opened, open_services(opened, *NAMES):
        await opened.start()
        yield opened


async def prices_on(who: Visitor, panel: Json, field: str) -> dict[str, int]:
    """The price on each button of a page, by what the button chooses."""
    await who.press(panel, field)
    page = await redrawn(who, panel, lambda view: f"{field}:-" in data_of(view))
    buttons = [button for row in page["buttons"] for button in row]
    found = {
        button["callback_data"].removeprefix(f"{field}:"): PRICE.search(button["text"])
        for button in buttons
    }
    await who.press(page, "set")
    await redrawn(who, panel, lambda view: field in data_of(view))
    return {name: int(price[1]) for name, price in found.items() if price}


async def cost_of(who: Visitor, words: str) -> tuple[int, str | None, str | None]:
    """What an order took: credits, and whom it went to with which model."""
    before = await who.spent()
    await who.ending(await who.say(words))
    async with who.world.stores() as stores:
        (job, *_) = await stores.jobs.latest(1)
        while not job.state.is_final:  # the last transaction comes after the last word
            (job, *_) = await stores.jobs.latest(1)
    assert job.reserved == job.charged == await who.spent() - before
    return job.charged, job.provider, job.recipe.model


@pytest.mark.parametrize("count", ["-", "2", "4"])
async def test_a_service_costs_what_its_button_says(world: World, count: str) -> None:
    """For each of them, with as many pictures as were chosen or as it makes by itself."""
    who = visitor(world)
    _, panel = await choose(who, await settings_of(who), f"set:n:{count}")
    prices = await prices_on(who, panel, "set:pr")
    assert [*prices] == [*NAMES]
    paid = {}
    for name in NAMES:
        _, panel = await choose(who, panel, f"set:pr:{name}")
        paid[name], provider, _ = await cost_of(who, "/gen a fox")
        assert provider == name

    assert paid == prices


@pytest.mark.parametrize("provider", ["-", "jimeng", "openai"])
async def test_a_model_costs_what_its_button_says(world: World, provider: str) -> None:
    """With a service chosen its own models; with none, those of all."""
    who = visitor(world)
    _, panel = await choose(who, await settings_of(who), "set:n:2")
    _, panel = await choose(who, panel, f"set:pr:{provider}")
    prices = await prices_on(who, panel, "set:mo")
    paid = {}
    for model in dict.fromkeys((next(iter(prices)), *SPECIAL & {*prices})):
        _, panel = await choose(who, panel, f"set:mo:{model}")
        paid[model], _, used = await cost_of(who, "/gen a fox")
        assert used == model

    assert paid.items() <= prices.items()
