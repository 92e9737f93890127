"""A back door whose groups stand many calls, and a group."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.outbox.limits import GROUP
from tests.unit.delivery.rig import ALICE, SWIFT, Rig, rigged

GENEROUS = replace(
    SWIFT, group=replace(GROUP, calls=1000, progress_reserve=0, progress_gap=0.0)
)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A back door whose groups stand many calls, so that nothing has to wait."""
    async with rigged(tmp_path, GENEROUS) as ready:
        yield ready


@pytest.fixture
def group(rig: Rig) -> int:
    """A group with Alice and the bot."""
    return int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])
