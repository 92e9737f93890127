"""A look at a database file that somebody else keeps: nothing is made, migrated, locked or tidied."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

from bot.storage.connection import BUSY_SECONDS, Connection
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnusable
from bot.storage.migrating import is_current, known_migrations


async def view_database(path: Path) -> Database | None:
    """The file to read from; a write to it fails. None while there is none that this program knows.

    `mode=ro` keeps SQLite from making the file, from writing to it and from folding its journal up
    at the end, which the owner's next start would stumble over (SQLite, "URI filenames").

    Raises:
        DatabaseUnusable: the file cannot be opened, or is no database.
    """
    if not await asyncio.to_thread(path.exists):
        return None
    connection = Connection(partial(_open, path), iter_chunk_size=64)
    try:
        await connection
        migrations = await asyncio.to_thread(known_migrations)
        is_ours = await connection.run(partial(is_current, migrations=migrations))
    except sqlite3.DatabaseError as exc:
        await connection.close()
        raise DatabaseUnusable(f"database {path}: {exc}") from exc
    if not is_ours:
        await connection.close()
        return None
    return Database(path, connection, connection)


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    plain = sqlite3.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    plain.row_factory = sqlite3.Row
    return plain
