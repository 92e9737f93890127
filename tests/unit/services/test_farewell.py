"""Being forgotten: jobs stop first, then files go, then rows."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.errors import Refused
from bot.domain.job import Address
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, running
from tests.unit.services.bench import ALICE, Bench, open_bench

BOB = 8


def kept(bench: Bench) -> set[str]:
    """Jobs with a folder."""
    root = bench.shop.spool.root
    return {folder.name for folder in root.iterdir()} if root.is_dir() else set()


async def test_files_and_rows_of_one_user_go(tmp_path: Path) -> None:
    """Bob's picture stays where it is, Alice's from the group goes as well."""
    async with open_bench(tmp_path) as bench:
        await bench.order()
        await bench.order(address=Address(chat_id=-9))
        theirs = await bench.order(user_id=BOB, address=Address(chat_id=BOB))
        await bench.pass_time(8)
        assert len(kept(bench)) == 3

        await bench.desk.forget(ALICE)
        assert kept(bench) == {theirs.jobs[0].job_id}
        assert set(bench.stores.shelves.jobs) == {theirs.jobs[0].job_id}
        assert set(bench.stores.shelves.statuses) == {theirs.status.status_id}
        assert await bench.used() == 2


async def test_running_and_waiting_jobs_are_called_off_first(tmp_path: Path) -> None:
    """The service is told, the credits go back, and nothing of the jobs is left."""
    provider = FakeProvider(make_picture=picture_bytes)
    provider.poll_script.extend([running(0.1)] * 500)
    async with open_bench(tmp_path, provider, per_user=1) as bench:
        await bench.order()
        await bench.order("a second cat")
        await bench.pass_time(3)
        parting = asyncio.create_task(bench.desk.forget(ALICE))
        await bench.pass_time(10)
        await parting

        assert len(provider.cancelled) == 1
        assert bench.stores.shelves.jobs == {}
        assert bench.stores.shelves.statuses == {}
        assert (kept(bench), await bench.used()) == (set(), 0)


async def test_a_job_that_does_not_end_keeps_everything(tmp_path: Path) -> None:
    """A submit whose answer stays away cannot be called off: said after a minute, nothing erased."""
    provider = FakeProvider(make_picture=picture_bytes)
    async with open_bench(tmp_path, provider) as bench:
        done = await bench.order()
        await bench.pass_time(8)
        provider.submit_gate = asyncio.Event()
        await bench.order()
        await bench.pass_time(1)
        parting = asyncio.create_task(bench.desk.forget(ALICE))
        await bench.pass_time(65)
        with pytest.raises(Refused) as refusal:
            await parting

        assert refusal.value.code == "jobs_ending"
        assert kept(bench) >= {done.jobs[0].job_id}
        assert len(bench.stores.shelves.jobs) == 2
        provider.submit_gate.set()
        await bench.pass_time(5)
