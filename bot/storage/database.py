"""The database file: one connection that writes, one that reads."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.storage.connection import Connection, Outcome, Work, connect
from bot.storage.errors import DatabaseUnusable
from bot.storage.ferry import Ferry
from bot.storage.migrating import known_migrations, migrate
from bot.storage.transactions import commit_together, read_together


class Database:
    """Runs units of work; several processes may each have one on the same file.

    Use as a context manager, or `close` it.
    """

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self._writer = Ferry(writer, commit_together)
        self._reader = Ferry(reader, read_together)

    async def write(self, work: Work[Outcome]) -> Outcome:
        """The outcome of `work` once it is on the disk; if it raises, nothing of it is.

        A caller cancelled before the work began leaves no trace; later, the work is finished and
        only its outcome is dropped.

        Raises:
            DatabaseUnusable: SQLite could not do it.
        """
        with _translated(self.path):
            return await self._writer.carry(work)

    async def read(self, work: Work[Outcome]) -> Outcome:
        """The outcome of a `work` that only reads; it sees every write that has come back.

        Raises:
            DatabaseUnusable: SQLite could not do it.
        """
        with _translated(self.path):
            return await self._reader.carry(work)

    async def close(self) -> None:
        """Finish the writes under way and close the file."""
        try:
            await self._reader.close()
        finally:
            await self._writer.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


async def open_database(path: Path) -> Database:
    """Open or create the file and bring its tables up to date.

    Raises:
        DatabaseUnusable: the file cannot be opened, is damaged, read-only, or no database.
        DatabaseTooNew: a newer program wrote it.
    """
    with _translated(path):
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        writer = await connect(path, read_only=False)
        try:
            migrations = await asyncio.to_thread(known_migrations)
            await writer.run(partial(migrate, migrations=migrations))
            reader = await connect(path, read_only=True)
        except BaseException:
            await writer.close()
            raise
    return Database(path, writer, reader)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as exc:
        ours = _translate(exc, path)
        if ours is exc:
            raise
        raise ours from exc


def _translate(exc: Exception, path: Path) -> Exception:
    """Our error for what the disk or another process did to us; faults of ours stay as they are."""
    if isinstance(exc, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return exc
    if isinstance(exc, sqlite3.DatabaseError | OSError):
        ours = DatabaseUnusable(f"database {path}: {exc}")
        ours.__cause__ = exc
        return ours
    return exc
