"""The doctor's look at this machine: the data folder, the database, the disk."""

import asyncio
import shutil
import sqlite3
import tempfile
from pathlib import Path

from bot.cli.doctor.finding import Finding, note, well, wrong
from bot.settings import Settings
from bot.storage.connection import connect
from bot.storage.errors import StorageError
from bot.storage.migrating import known_migrations

MB, GB = 1_000_000, 1_000_000_000
TOO_LITTLE = 200 * MB  # bytes: a burst of pictures fills that in minutes
LITTLE = GB


async def look_at_machine(settings: Settings) -> list[Finding]:
    """Folder, database, disk."""
    folder, disk = await asyncio.gather(
        asyncio.to_thread(_folder, settings.data_dir),
        asyncio.to_thread(_disk, settings.data_dir),
    )
    return [folder, await _database(settings.database), disk]


def _folder(folder: Path) -> Finding:
    subject = "data folder"
    if not folder.exists():
        return well(subject, f"{folder} is not there yet, the first start makes it")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return wrong(
            subject,
            f"{folder} cannot be written ({error.strerror})",
            "give it to the user that the bot runs as, or set DATA_DIR to another",
        )
    return well(subject, f"{folder} can be written")


async def _database(path: Path) -> Finding:
    """Opened and written to as the bot does, but nothing is changed; a running bot goes on."""
    subject = "database"
    if not await asyncio.to_thread(path.exists):
        return well(subject, f"{path} is not there yet, the first start makes it")
    try:
        connection = await connect(path, read_only=False)
        try:
            version = await connection.run(_try_out)
        finally:
            await connection.close()
    except (sqlite3.Error, StorageError, OSError) as error:
        return wrong(
            subject,
            f"{path} cannot be used ({error})",
            "look at its rights and at the disk; if it is damaged put a backup in its place",
        )
    known = len(await asyncio.to_thread(known_migrations))
    if version > known:
        return wrong(
            subject,
            f"{path} is at version {version}, this program knows {known}",
            "start the newer program",
        )
    if version < known:
        return note(
            subject,
            f"{path} is at version {version}, the next start brings it to {known}",
        )
    return well(subject, f"{path} can be written, version {version}")


def _try_out(plain: sqlite3.Connection) -> int:
    """Write a table and take it back; the version of the tables that are there."""
    tables = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
    has_tables = plain.execute(tables).fetchone() is not None
    plain.execute("BEGIN IMMEDIATE")
    try:
        plain.execute("CREATE TABLE doctor (word TEXT)")
        plain.execute("INSERT INTO doctor VALUES ('well')")
    finally:
        plain.execute("ROLLBACK")
    if not has_tables:
        return 0
    newest = "SELECT ifnull(max(number), 0) FROM migrations"
    return int(plain.execute(newest).fetchone()[0])


def _disk(folder: Path) -> Finding:
    nearest = next(
        path for path in (folder, *folder.absolute().parents) if path.exists()
    )
    free = shutil.disk_usage(nearest).free
    told = f"{free / GB:.1f} GB free for {folder}"
    advice = "make room, or set DATA_DIR to a larger disk"
    if free < TOO_LITTLE:
        return wrong("disk", told, advice)
    return note("disk", told, advice) if free < LITTLE else well("disk", told)
