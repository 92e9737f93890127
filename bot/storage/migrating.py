"""Bringing the tables of a file up to this program, one numbered step after the other."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot.storage.errors import DatabaseTooNew
from bot.storage.transactions import transaction

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step. `number` counts from 1 without gaps."""

    number: int
    name: str
    script: str


def known_migrations() -> tuple[Migration, ...]:
    """The steps that this program brings, in order."""
    found = sorted(
        (
            file
            for file in files("bot.storage.migrations").iterdir()
            if file.name.endswith(".sql")
        ),
        key=lambda file: file.name,
    )
    return tuple(
        Migration(
            number=int(file.name.split("_")[0]),
            name=file.name.removesuffix(".sql"),
            script=file.read_text(encoding="utf-8"),
        )
        for file in found
    )


def migrate(plain: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Apply what the file lacks, each step in a transaction of its own.

    Two programs may start at once: what is missing is asked with the right to write in hand.

    Raises:
        DatabaseTooNew: the file has steps that this program does not know.
    """
    if is_current(plain, migrations):  # the ordinary start writes nothing
        return
    with transaction(plain):
        plain.execute(CREATE_TABLE)
    for migration in migrations:
        with transaction(plain):
            if migration.number > _applied(plain):
                _apply(migration, plain)
    if (version := _applied(plain)) > len(migrations):
        raise DatabaseTooNew(
            f"the database is at version {version}, this program knows {len(migrations)}: "
            "start the newer program"
        )


def is_current(plain: sqlite3.Connection, migrations: Sequence[Migration]) -> bool:
    """Whether the file has these steps, no fewer and no more."""
    return _applied(plain) == len(migrations)


def _applied(plain: sqlite3.Connection) -> int:
    tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    if plain.execute(tables).fetchone() is None:
        return 0
    (version,) = plain.execute(
        "SELECT ifnull(max(number), 0) FROM migrations"
    ).fetchone()
    return int(version)


def _apply(migration: Migration, plain: sqlite3.Connection) -> None:
    for statement in _statements(migration.script):
        plain.execute(statement)
    plain.execute(
        "INSERT INTO migrations (number, name) VALUES (?, ?)",
        (migration.number, migration.name),
    )


def _statements(script: str) -> Iterator[str]:
    """Split where SQLite says that a statement is complete: executescript would commit in between."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
