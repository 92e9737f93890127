"""A playground with a browser in front of it, for the scenes at the page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.browser import Door, browsing, playing


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    """One playground and one browser for all scenes of a module; each has a person of its own."""
    folder: Path = tmp_path_factory.mktemp("page")
    async with browsing() as browser, playing(folder) as url:
        yield Door(browser, url)
