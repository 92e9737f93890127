"""An engine with one worker, whose work waits for the test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from providers.local import LocalProvider
from tests.fakes.clock import FakeClock
from tests.unit.local.gated import Gated


@pytest.fixture
def clock() -> FakeClock:
    """The engine's time."""
    return FakeClock()


@pytest.fixture
def craft() -> Gated:
    """What the workers do."""
    return Gated()


@pytest.fixture
async def provider(
    tmp_path: Path, clock: FakeClock, craft: Gated
) -> AsyncIterator[LocalProvider]:
    """An engine with one worker."""
    engine = LocalProvider(tmp_path / "scratch", clock=clock, workers=1, crafts=[craft])
    yield engine
    craft.open()
    await engine.close()
