"""A bot, who comes to it, and a playground with a browser in front of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.browser import Door, browsing, playing
from tests.acceptance.visitor import Visitor, serving, visitor
from tests.acceptance.world import World, open_world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot with Jimeng for all scenes of a module, unless the module has a world of its own."""
    folder = tmp_path_factory.mktemp("world")
    async with open_world(folder) as opened, serving(opened):
        yield opened


@pytest.fixture
def alice(world: World) -> Visitor:
    """Somebody new, in the world of the module."""
    return visitor(world)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    """One playground and one browser for all scenes of a module; each has a person of its own."""
    folder: Path = tmp_path_factory.mktemp("page")
    async with browsing() as browser, playing(folder) as url:
        yield Door(browser, url)
