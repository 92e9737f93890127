"""The database file holds what it promises, and says what is wrong with it."""

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.connection import Work
from bot.storage.database import Database, open_database
from bot.storage.errors import DatabaseUnusable

COUNT = "SELECT count(*) FROM preferences"
ADD = "INSERT INTO preferences (owner_id) VALUES (?)"
WRITER = """
import sqlite3, sys
plain = sqlite3.connect(sys.argv[1], isolation_level=None)
plain.execute("BEGIN IMMEDIATE")
plain.execute("INSERT INTO preferences (owner_id) VALUES (99)")
print("locked", flush=True)
sys.stdin.readline()
plain.execute("COMMIT")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file lies, in a folder that does not exist yet."""
    return tmp_path / "data" / "imagewright.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """An open database."""
    async with await open_database(path) as opened:
        yield opened


def add(owner_id: int) -> Work[None]:
    """A unit of work: one row."""

    def work(plain: sqlite3.Connection) -> None:
        plain.execute(ADD, (owner_id,))

    return work


async def count(database: Database) -> int:
    """Rows that a reader sees."""
    (rows,) = await database.read(lambda plain: plain.execute(COUNT).fetchone())
    return int(rows)


class Gate:
    """A unit of work that stands in the middle of its transaction until it is let on."""

    def __init__(self) -> None:
        self.is_inside = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._may_go = threading.Event()

    def __call__(self, plain: sqlite3.Connection) -> None:
        """Write, wait, write."""
        plain.execute(ADD, (1,))
        self._loop.call_soon_threadsafe(self.is_inside.set)
        assert self._may_go.wait(timeout=30)
        plain.execute(ADD, (2,))

    def open(self) -> None:
        """Let it on."""
        self._may_go.set()


async def test_pragmas_are_set(database: Database) -> None:
    """The writer keeps a journal that readers do not wait for, syncs each commit, and checks keys."""

    def pragmas(plain: sqlite3.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [plain.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await database.write(pragmas) == ["wal", 2, 1, 10_000]


async def test_a_failing_work_leaves_nothing(database: Database) -> None:
    """Of works that share a commit, the one that raises is undone and the others stay."""

    def half(plain: sqlite3.Connection) -> None:
        plain.execute(ADD, (5,))
        raise ValueError("no")

    outcomes = await asyncio.gather(
        database.write(add(1)),
        database.write(half),
        database.write(add(2)),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        ValueError,
        type(None),
    ]
    assert await count(database) == 2


async def test_a_crowd_shares_commits(database: Database) -> None:
    """Writes that come while the disk is busy go together: a hundred need two commits."""
    commits = 0

    def listen(plain: sqlite3.Connection) -> None:
        def note(statement: str) -> None:
            nonlocal commits
            commits += statement == "COMMIT"

        plain.set_trace_callback(note)

    await database.write(listen)
    commits = 0

    await asyncio.gather(*(database.write(add(number)) for number in range(100)))

    assert await count(database) == 100
    assert commits == 2


async def test_a_cancelled_writer_is_never_half_written(database: Database) -> None:
    """Cancelled in the middle of its transaction, a work is finished and the connection is free."""
    gate = Gate()
    task = asyncio.create_task(database.write(gate))
    await gate.is_inside.wait()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count(database) == 0
    gate.open()

    await database.write(add(3))
    assert await count(database) == 3
    assert await database.write(lambda plain: plain.in_transaction)  # its own


async def test_cancelled_before_its_turn_leaves_no_trace(database: Database) -> None:
    """A work that nobody waits for any more is not begun."""
    gate = Gate()
    first = asyncio.create_task(database.write(gate))
    await gate.is_inside.wait()
    second = asyncio.create_task(database.write(add(7)))
    third = asyncio.create_task(database.write(add(8)))
    await asyncio.wait([second], timeout=0)

    second.cancel()
    gate.open()
    await asyncio.gather(first, third)

    assert await count(database) == 3


async def test_closing_waits_for_writes(path: Path) -> None:
    """What was being written when the database is closed is in the file."""
    database = await open_database(path)
    gate = Gate()
    task = asyncio.create_task(database.write(gate))
    await gate.is_inside.wait()
    closing = asyncio.create_task(database.close())
    gate.open()
    await asyncio.gather(task, closing)

    async with await open_database(path) as again:
        assert await count(again) == 2


async def test_readers_do_not_write(database: Database) -> None:
    """The connection for reading refuses to write."""
    with pytest.raises(DatabaseUnusable, match="readonly"):
        await database.read(add(1))


async def test_waits_for_another_process(database: Database, path: Path) -> None:
    """While another process holds the lock a write waits for it instead of failing."""
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITER,
        str(path),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"locked\n"

    writing = asyncio.create_task(database.write(add(1)))
    assert await count(database) == 0  # readers do not wait
    assert not writing.done()
    other.stdin.write(b"\n")
    await other.communicate()
    await writing

    assert await count(database) == 2


async def test_a_file_that_is_no_database(path: Path) -> None:
    """Something else under the file's name is told in one line with its path."""
    await asyncio.to_thread(path.parent.mkdir)
    await asyncio.to_thread(path.write_bytes, b"not a database at all " * 100)

    with pytest.raises(DatabaseUnusable) as caught:
        await open_database(path)

    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_damaged_page(path: Path) -> None:
    """Damage in the middle of the file is our error, with SQLite's words."""
    async with await open_database(path):
        pass
    content = await asyncio.to_thread(path.read_bytes)
    damaged = content[:4096] + b"x" * (len(content) - 4096)
    await asyncio.to_thread(path.write_bytes, damaged)

    with pytest.raises(DatabaseUnusable, match="malformed"):
        async with await open_database(path) as database:
            await count(database)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_file(path: Path) -> None:
    """A file that may not be written is refused with a reason."""
    async with await open_database(path):
        pass
    await asyncio.to_thread(path.chmod, 0o400)
    await asyncio.to_thread(path.parent.chmod, 0o500)

    with pytest.raises(DatabaseUnusable):
        async with await open_database(path) as database:
            await database.write(add(1))


async def test_a_full_disk(database: Database) -> None:
    """When the disk is full the works of that commit fail as ours, and later ones go through."""

    def limit(pages: int) -> Work[None]:
        return lambda plain: plain.execute(f"PRAGMA max_page_count = {pages}").close()

    def swell(plain: sqlite3.Connection) -> None:
        plain.execute("CREATE TABLE swollen AS SELECT zeroblob(1000000) AS bytes")

    await database.write(limit(1))
    with pytest.raises(DatabaseUnusable, match="full"):
        await database.write(swell)
    await database.write(limit(1_000_000))

    await database.write(add(1))
    assert await count(database) == 1


async def test_a_folder_in_the_way(path: Path) -> None:
    """A path that cannot be a file is refused with a reason."""
    await asyncio.to_thread(path.mkdir, parents=True)

    with pytest.raises(DatabaseUnusable, match="unable to open"):
        await open_database(path)


async def test_a_file_in_place_of_the_folder(path: Path) -> None:
    """A data folder that is a file is refused with a reason."""
    await asyncio.to_thread(path.parent.write_text, "here first")

    with pytest.raises(DatabaseUnusable, match=path.parent.name):
        await open_database(path)
