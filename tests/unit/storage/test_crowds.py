"""Many programs and many jobs at once: the sums stay right and a claim stays cheap."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.claims import BEGUN, WAITING, place_of
from bot.storage.database import Database, open_database
from bot.storage.jobs import SqliteJobStore
from tests.contract.stores.making import NO_LIMITS, make_job, place

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database."""
    async with await open_database(tmp_path / "imagewright.db") as opened:
        yield opened


async def start_program(path: Path, first: int) -> asyncio.subprocess.Process:
    """A program that stands ready to order ten times against a quota of three."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.unit.storage.order_program",
        str(path),
        str(first),
        "10",
        "3",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdout is not None
    assert await program.stdout.readline() == b"ready\n"
    return program


async def test_programs_at_once_share_one_quota(tmp_path: Path) -> None:
    """Ten orders at once from each of two processes against a quota of three give exactly three."""
    path = tmp_path / "imagewright.db"
    programs = [await start_program(path, first) for first in (100, 200)]

    answers = await asyncio.gather(*(one.communicate(b"\n") for one in programs))

    counts = [tuple(map(int, out.split())) for out, _ in answers]
    assert sum(taken for taken, _ in counts) == 3
    assert sum(refused for _, refused in counts) == 17
    async with await open_database(path) as database:
        assert await SqliteJobStore(database).count_waiting() == 3


@pytest.mark.parametrize("users", [1, 1000])
async def test_a_claim_looks_at_few_rows(database: Database, users: int) -> None:
    """With a thousand jobs waiting, of one user or of a thousand, a claim costs a few steps.

    Steps of SQLite's machine are counted, not time: a scan of the waiting jobs costs thousands.
    """
    jobs = SqliteJobStore(database)
    orders = [place(make_job(user_id=1 + number % users)) for number in range(1000)]
    await asyncio.gather(
        *(
            jobs.accept([number], placed, NO_LIMITS, is_unlimited=False)
            for number, placed in enumerate(orders)
        )
    )
    hundreds = 0

    def count(plain: sqlite3.Connection) -> None:
        def tick() -> int:
            nonlocal hundreds
            hundreds += 1
            return 0

        plain.set_progress_handler(tick, 100)

    await database.write(count)
    for _ in range(10):
        assert await jobs.claim(per_user=100) is not None

    assert hundreds <= 10 * 6


async def test_the_indexes_are_used(database: Database) -> None:
    """Finding whose turn it is walks indexes and sorts nothing."""

    def plans(plain: sqlite3.Connection) -> list[str]:
        begun = plain.execute(f"EXPLAIN QUERY PLAN {BEGUN}").fetchall()
        waiting = plain.execute(f"EXPLAIN QUERY PLAN {WAITING}", (3,)).fetchall()
        return [row["detail"] for row in (*begun, *waiting)]

    details = " / ".join(await database.read(plans))

    for index in ("jobs_begun", "turns_next", "jobs_leased"):
        assert index in details
    assert "TEMP B-TREE" not in details


async def test_turns_are_right_after_jobs_are_erased(database: Database) -> None:
    """When a user's waiting job is deleted, the queue closes up behind it."""
    jobs = SqliteJobStore(database)
    orders = [place(make_job(user_id=7)) for _ in range(3)]
    for number, placed in enumerate(orders):
        await jobs.accept([number], placed, NO_LIMITS, is_unlimited=False)
    first, second, third = (placed.jobs[0].job_id for placed in orders)

    await database.write(
        lambda plain: (
            plain.execute("DELETE FROM jobs WHERE job_id = ?", (first,)).rowcount
        )
    )

    assert await database.read(lambda plain: place_of(plain, third)) == 1
    claimed = await jobs.claim(per_user=1)
    assert claimed is not None
    assert claimed.job_id == second
    assert await jobs.count_waiting() == 1


async def test_a_killed_program_loses_nothing_it_took(tmp_path: Path) -> None:
    """After kill -9 in the middle of the work, every order that was answered is there, and paid for."""
    path = tmp_path / "imagewright.db"
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.unit.storage.endless_program",
        str(path),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdout is not None
    taken = [await program.stdout.readline() for _ in range(50)]
    program.kill()
    rest, _ = await program.communicate()
    taken += rest.splitlines(keepends=True)

    async with await open_database(path) as database:
        found = await SqliteJobStore(database).latest(len(taken) + 10)
        (day,) = await database.read(
            lambda plain: plain.execute(
                "SELECT used FROM usage WHERE wallet = 'global'"
            ).fetchone()
        )
    answered = {line.decode().strip() for line in taken if line.endswith(b"\n")}
    assert answered <= {job.job_id for job in found}
    assert len(found) <= len(answered) + 2  # taken, but killed before it could say so
    assert day == len(found)
