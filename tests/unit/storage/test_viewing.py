"""A look at a file of somebody else's changes nothing there and holds nobody up."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.storage.database import open_database
from bot.storage.errors import DatabaseUnusable
from bot.storage.viewing import view_database

COUNT = "SELECT count(*) AS rows FROM preferences"
ADD = "INSERT INTO preferences (owner_id) VALUES (1)"
DIES = """
import os, sqlite3, sys
plain = sqlite3.connect(sys.argv[1], isolation_level=None)
plain.execute("INSERT INTO preferences (owner_id) VALUES (1)")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A file with our tables, closed in good order."""
    file = tmp_path / "imagewright.db"
    async with await open_database(file):
        return file


async def rows(path: Path) -> int:
    """How many rows a look sees."""
    database = await view_database(path)
    assert database is not None
    async with database:
        found = await database.read(lambda plain: plain.execute(COUNT).fetchone())
    return int(found["rows"])


async def test_missing_file_is_not_made(tmp_path: Path) -> None:
    """Before there is a file there is nothing to see, and a look leaves none behind."""
    path = tmp_path / "imagewright.db"

    assert await view_database(path) is None
    assert not path.exists()


async def test_file_without_our_tables_is_not_migrated(tmp_path: Path) -> None:
    """While the bot still makes its tables, a look sees nothing and makes none."""
    path = tmp_path / "imagewright.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE early (x)")
    plain.close()

    assert await view_database(path) is None
    with sqlite3.connect(path) as plain:
        tables = plain.execute("SELECT name FROM sqlite_master").fetchall()
    plain.close()
    assert tables == [("early",)]


async def test_look_cannot_write(path: Path) -> None:
    """A store that is told to write on such a file fails; the file stays as it is."""
    database = await view_database(path)
    assert database is not None
    async with database:
        with pytest.raises(DatabaseUnusable, match="readonly"):
            await database.write(lambda plain: plain.execute(ADD))

    assert await rows(path) == 0


async def test_look_does_not_hold_the_owner_up(path: Path) -> None:
    """The owner writes while a look is open; the next look sees it."""
    async with await open_database(path) as owner:
        database = await view_database(path)
        assert database is not None
        async with database:
            await database.read(lambda plain: plain.execute(COUNT).fetchone())
            await owner.write(lambda plain: plain.execute(ADD).rowcount)
        assert await rows(path) == 1


async def test_look_after_a_kill_leaves_the_journal_to_the_owner(path: Path) -> None:
    """After kill -9 the last row is seen, and the journal stays for the next start to fold up."""
    dead = await asyncio.create_subprocess_exec(sys.executable, "-c", DIES, path)
    await dead.wait()
    journal = path.with_name(f"{path.name}-wal")
    before = journal.read_bytes()

    assert await rows(path) == 1
    assert before
    assert journal.read_bytes() == before


async def test_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    """A picture by that name is an error with the path, not silence."""
    path = tmp_path / "imagewright.db"
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(DatabaseUnusable, match=r"imagewright\.db"):
        await view_database(path)
