"""The stores that every test of this suite runs with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.stores.rigs import RIGS, StoreRig, Stores


@pytest.fixture(params=RIGS, ids=lambda kind: kind.__name__)
async def rig(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[StoreRig]:
    """Where this test's data lies."""
    kind: type[StoreRig] = request.param
    world = kind(tmp_path)
    yield world
    await world.close()


@pytest.fixture
async def stores(rig: StoreRig) -> Stores:
    """The stores of one program."""
    return await rig.open()
