"""Old originals go when room is needed, and nothing that somebody still waits for."""

import os
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from bot.domain.errors import BotError
from bot.domain.job import JobState
from bot.services.runner import HOUSEKEEPING
from bot.services.spool import KEEP, Spool
from tests.fakes.clock import FakeClock
from tests.fakes.jobs import FakeJobStore
from tests.unit.services.bench import open_bench

NEVER_ENOUGH = 10**18  # bytes: more than any disk


class FlakyJobStore(FakeJobStore):
    """Refuses one question, as a full disk does."""

    refusals = 1

    @override
    async def unfinished(self) -> frozenset[str]:
        if self.refusals:
            self.refusals -= 1
            raise BotError("the disk is full")
        return await super().unfinished()


def _folder(spool: Spool, clock: FakeClock, job_id: str, *, age: float) -> Path:
    folder = spool.folder(job_id)
    folder.mkdir(parents=True)
    (folder / "picture-1.png").write_bytes(b"bytes")
    changed_at = clock.now().timestamp() - age
    os.utime(folder, (changed_at, changed_at))
    return folder


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def _nobody() -> frozenset[str]:
    return frozenset()


async def test_a_short_disk_costs_no_job_under_way_its_pictures(tmp_path: Path) -> None:
    """Everything may go but the folders of unfinished jobs, paid for and not delivered."""
    spool, clock = Spool(tmp_path), FakeClock()
    old, waiting, young = (
        _folder(spool, clock, name, age=age)
        for name, age in (("old", 9.0), ("waiting", 5.0), ("young", 1.0))
    )

    async def unfinished() -> frozenset[str]:
        return frozenset({"waiting"})

    dropped = await spool.prune(
        clock.now(), keep_free=NEVER_ENOUGH, unfinished=unfinished
    )

    assert dropped == 2
    assert [path.exists() for path in (old, waiting, young)] == [False, True, False]


async def test_originals_go_after_three_months(tmp_path: Path) -> None:
    """With room on the disk only age counts."""
    spool, clock = Spool(tmp_path), FakeClock()
    old = _folder(spool, clock, "old", age=KEEP.total_seconds() + 1)
    young = _folder(spool, clock, "young", age=KEEP.total_seconds() - 1)

    assert await spool.prune(clock.now(), keep_free=0, unfinished=_nobody) == 1

    assert [path.exists() for path in (old, young)] == [False, True]


async def test_what_a_death_left_beside_results_goes(tmp_path: Path) -> None:
    """Killed between a job's end and the sweeping: the next start sweeps, but for jobs under way."""
    spool, clock = Spool(tmp_path), FakeClock()
    ended, waiting, failed = (
        _folder(spool, clock, name, age=0.0) for name in ("ended", "waiting", "failed")
    )
    for folder in (ended, waiting, failed):
        (folder / "source-1.png").write_bytes(b"a person's picture")
    (failed / "picture-1.png").unlink()

    async def unfinished() -> frozenset[str]:
        return frozenset({"waiting"})

    await spool.prune(clock.now(), keep_free=0, unfinished=unfinished)

    assert _names(ended) == {"picture-1.png"}
    assert _names(waiting) == {"picture-1.png", "source-1.png"}
    assert not failed.exists()


async def test_a_folder_that_cannot_be_swept_keeps_its_results(tmp_path: Path) -> None:
    """The disk refuses after the delivery: the job has ended well, and its originals stay."""
    async with open_bench(tmp_path) as bench:
        placed = await bench.order()
        folder = bench.shop.spool.folder(placed.jobs[0].job_id)
        stubborn = folder / "source-1.png"  # a folder: no file that could be unlinked
        stubborn.mkdir(parents=True)
        await bench.pass_time(12)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert stubborn.exists()
        assert any(name.startswith("picture-") for name in _names(folder))


async def test_a_failed_round_of_housekeeping_is_not_the_last(tmp_path: Path) -> None:
    """The database refuses once: an hour later room is made all the same."""
    async with open_bench(tmp_path) as bench:
        store = FlakyJobStore(bench.stores.shelves)
        bench.runner.shop = replace(bench.shop, store=store)
        spool = bench.shop.spool
        old = _folder(spool, bench.clock, "old", age=KEEP.total_seconds() + 1)
        for _ in range(2):
            await bench.clock.advance(HOUSEKEEPING + 1)
            await bench.settle()

        assert store.refusals == 0
        assert not old.exists()
