"""The database file: one connection that writes, one that reads."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.storage.connection import Connection, Outcome, Work, connect
from bot.storage.errors import DatabaseUnusable
from bot.storage.migrating import known_migrations, migrate
from bot.storage.transactions import commit_together

# Works in one commit: a sync is shared by many, and yet the first of a thousand is not kept
# waiting for the last, nor the event loop for the thread that runs them.
MAX_GROUP = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A unit of work that nobody has begun, and who waits for it."""

    work: Work[Any]
    done: asyncio.Future[Any]


class Database:
    """Runs units of work; several processes may each have one on the same file.

    Writes that arrive while the disk is busy are taken together by the next transaction, each
    behind a savepoint of its own, so that a crowd waits for one sync and not for a hundred.
    Use as a context manager, or `close` it.
    """

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._waiting: list[_Waiting] = []
        self._committing: asyncio.Task[None] | None = None

    async def write(self, work: Work[Outcome]) -> Outcome:
        """The outcome of `work` once it is on the disk; if it raises, nothing of it is.

        A caller cancelled before the work began leaves no trace; later, the work is finished and
        only its outcome is dropped.

        Raises:
            DatabaseUnusable: SQLite could not do it.
        """
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work=work, done=done))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await done

    async def read(self, work: Work[Outcome]) -> Outcome:
        """The outcome of a `work` that only reads; it sees every write that has come back.

        Raises:
            DatabaseUnusable: SQLite could not do it.
        """
        with _translated(self.path):
            return await self._reader.run(work)

    async def close(self) -> None:
        """Finish the writes under way and close the file."""
        if self._committing is not None:
            await asyncio.wait([self._committing])
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

    async def _commit_all(self) -> None:
        while self._waiting:
            first = self._waiting[:MAX_GROUP]
            self._waiting = self._waiting[MAX_GROUP:]
            group = [waiting for waiting in first if not waiting.done.done()]
            try:
                await self._commit(group)
            finally:
                for waiting in group:  # the loop is being torn down: nobody hangs
                    waiting.done.cancel()

    async def _commit(self, group: list[_Waiting]) -> None:
        works = [waiting.work for waiting in group]
        try:
            with _translated(self.path):
                outcomes = await self._writer.run(partial(commit_together, works))
        except Exception as exc:  # noqa: BLE001 - handed to everyone who waits
            outcomes = [exc] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            _resolve(waiting.done, outcome, self.path)


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


def _resolve(done: asyncio.Future[Any], outcome: object, path: Path) -> None:
    if done.done():  # cancelled meanwhile
        return
    if isinstance(outcome, Exception):
        done.set_exception(_translate(outcome, path))
    else:
        done.set_result(outcome)


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
