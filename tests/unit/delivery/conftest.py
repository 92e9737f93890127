"""The back door and a server for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.delivery.rig import Rig, rigged


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A messenger on a real bot; ends with a check that the server saw no violation."""
    async with rigged(tmp_path) as ready:
        yield ready
