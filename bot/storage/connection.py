"""One SQLite connection on a thread of its own, to which whole functions are sent."""

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

Outcome = TypeVar("Outcome")
Work = Callable[[sqlite3.Connection], Outcome]

BUSY_SECONDS = 10.0  # how long a write waits for another process, the operator's, say
MODE_PAUSE = 0.01  # seconds
JOURNAL_BYTES = 64 * 1024 * 1024  # what the journal keeps of the disk after a burst


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that runs a function of the plain connection in one go.

    A transaction is one function: it crosses to the thread once, not once a statement, and no
    cancelled task can leave it half done, because nothing in it waits for the event loop.
    """

    async def run(self, work: Work[Outcome]) -> Outcome:
        """What `work` makes of the plain connection, on the connection's thread."""
        outcome: Outcome = await self._execute(work, self._conn)  # type: ignore[no-untyped-call] # aiosqlite types only its public methods
        return outcome


async def connect(path: Path, *, read_only: bool) -> Connection:
    """Open the file and set what counts for each connection.

    Raises:
        sqlite3.DatabaseError: as SQLite says.
    """
    connection = Connection(partial(_open, path), iter_chunk_size=64)
    await connection
    try:
        await connection.run(partial(_set_up, read_only=read_only))
    except BaseException:
        await connection.close()
        raise
    return connection


def _open(path: Path) -> sqlite3.Connection:
    # isolation_level=None: we say BEGIN ourselves, Python opens no transaction behind our back.
    plain = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    plain.row_factory = sqlite3.Row
    return plain


def _set_up(plain: sqlite3.Connection, *, read_only: bool) -> None:
    if read_only:
        plain.execute("PRAGMA query_only = ON")
        return
    _use_wal(plain)
    # A killed process loses nothing under NORMAL, but a power cut takes the last commits with it:
    # an answered order, or the note that a paid call may have left. FULL syncs each commit; the
    # writer makes commits that come at once share one sync.
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("PRAGMA foreign_keys = ON")
    plain.execute("PRAGMA temp_store = MEMORY")  # savepoints need no file on the side
    plain.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")


def _use_wal(plain: sqlite3.Connection) -> None:
    """Let readers and the writer not wait for each other; the file remembers it.

    SQLite does not wait by itself when two programs change the mode of a new file at once.
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            plain.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if (
                exc.sqlite_errorcode != sqlite3.SQLITE_BUSY
                or time.monotonic() > give_up
            ):
                raise
            time.sleep(MODE_PAUSE)  # on the connection's thread, not on the event loop
        else:
            return
