"""Results of the engine on the disk: fetched whole, asked for again, gone in the end."""

from pathlib import Path

import pytest

from providers.errors import TaskLost, TransientError
from providers.local import LocalProvider
from providers.local.provider import KEPT_SECONDS
from providers.local.scratch import Scratch
from tests.fakes.clock import FakeClock
from tests.unit.local.gated import Gated, left_in, over, submit


async def test_a_result_is_copied_whole_and_can_be_fetched_again(
    provider: LocalProvider, craft: Gated, tmp_path: Path
) -> None:
    """A crash between fetch and the note of it makes the runner fetch once more."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    artifact = (await provider.poll("one")).artifacts[0]
    spool = tmp_path / "spool"
    spool.mkdir()

    await provider.fetch(artifact, spool / "a.png")
    await provider.fetch(artifact, spool / "b.png")

    assert sorted(file.name for file in spool.iterdir()) == ["a.png", "b.png"]
    assert (spool / "a.png").read_bytes() == (spool / "b.png").read_bytes() == b"whole"


async def test_a_result_that_is_gone_is_asked_for_again(
    provider: LocalProvider, craft: Gated, tmp_path: Path
) -> None:
    """The next poll decides; nothing lies at the destination meanwhile."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    artifact = (await provider.poll("one")).artifacts[0]
    assert artifact.path is not None
    artifact.path.unlink()
    spool = tmp_path / "spool"
    spool.mkdir()

    with pytest.raises(TransientError):
        await provider.fetch(artifact, spool / "a.png")

    assert not list(spool.iterdir())


async def test_old_results_leave_the_disk(
    provider: LocalProvider, craft: Gated, clock: FakeClock, tmp_path: Path
) -> None:
    """A bot that runs for months must not fill its scratch folder."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    await provider.poll("one")

    await clock.advance(KEPT_SECONDS + 1)
    await submit(provider, "two")
    await over(provider, "two")

    assert left_in(tmp_path) == ["two.png"]
    with pytest.raises(TaskLost):
        await provider.poll("one")


def test_folders_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """Kill -9 leaves a folder without a lock; a command beside the bot has one with."""
    dead = tmp_path / "engine-dead"
    dead.mkdir()
    (dead / ".lock").touch()
    (dead / "result.png").touch()
    alive = Scratch(tmp_path)
    (alive.folder / "result.png").touch()

    newcomer = Scratch(tmp_path)

    assert newcomer.folder != alive.folder
    assert not dead.exists()
    assert (alive.folder / "result.png").exists()
    alive.close()
    newcomer.close()
    assert not list(tmp_path.iterdir())
