"""Running units of work in transactions, on the connection's own thread."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.storage.connection import Outcome, Work


@contextmanager
def transaction(plain: sqlite3.Connection) -> Iterator[None]:
    """Begin with the right to write, commit at the end; any error leaves nothing behind."""
    plain.execute("BEGIN IMMEDIATE")
    try:
        yield
        plain.execute("COMMIT")
    except BaseException:
        if plain.in_transaction:  # a full disk has ended it already
            plain.execute("ROLLBACK")
        raise


def commit_together(
    works: Sequence[Work[Outcome]], plain: sqlite3.Connection
) -> list[Outcome | Exception]:
    """Run each work on its own (one that raises leaves nothing), and sync the disk once for all."""
    with transaction(plain):
        return [_attempt(work, plain) for work in works]


def read_together(
    works: Sequence[Work[Outcome]], plain: sqlite3.Connection
) -> list[Outcome | Exception]:
    """Run each work that only reads; each sees the newest state, none is in a transaction."""
    return [_read(work, plain) for work in works]


def _read(work: Work[Outcome], plain: sqlite3.Connection) -> Outcome | Exception:
    try:
        return work(plain)
    except Exception as exc:  # noqa: BLE001 - handed to who waits for this one
        return exc


def _attempt(work: Work[Outcome], plain: sqlite3.Connection) -> Outcome | Exception:
    plain.execute("SAVEPOINT work")
    try:
        outcome = work(plain)
    except Exception as exc:
        if not plain.in_transaction:  # SQLite gave up the whole transaction: all fail
            raise
        plain.execute("ROLLBACK TO work")
        plain.execute("RELEASE work")
        return exc
    plain.execute("RELEASE work")
    return outcome
