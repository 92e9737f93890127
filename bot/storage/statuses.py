"""The status messages in SQLite."""

import sqlite3

from typing_extensions import override

from bot.domain.job import Address
from bot.services.ports import StatusStore
from bot.services.values import Status
from bot.storage.database import Database
from bot.storage.job_rows import UNFINISHED

WRITE = """
INSERT INTO statuses (status_id, chat_id, thread_id, reply_to, message_id, is_media)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (status_id) DO UPDATE SET
    chat_id = excluded.chat_id,
    thread_id = excluded.thread_id,
    reply_to = excluded.reply_to,
    message_id = excluded.message_id,
    is_media = excluded.is_media
"""
GET = "SELECT * FROM statuses WHERE status_id = ?"
CONCLUDE = "UPDATE statuses SET is_concluded = 1 WHERE status_id = ?"
UNCONCLUDED = f"""
SELECT status_id FROM statuses
WHERE
    is_concluded = 0
    AND EXISTS (SELECT 1 FROM jobs WHERE jobs.status_id = statuses.status_id)
    AND NOT EXISTS (
        SELECT 1 FROM jobs
        WHERE jobs.status_id = statuses.status_id
        AND {UNFINISHED}
    )
ORDER BY rowid
"""  # noqa: S608 - our own condition


class SqliteStatusStore(StatusStore):
    """Status messages in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def get_status(self, status_id: str) -> Status | None:
        row = await self._database.read(
            lambda plain: plain.execute(GET, (status_id,)).fetchone()
        )
        return None if row is None else to_status(row)

    @override
    async def save_status(self, status: Status) -> None:
        await self._database.write(lambda plain: write_status(plain, status))

    @override
    async def conclude_status(self, status_id: str) -> None:
        await self._database.write(lambda plain: conclude(plain, status_id))

    @override
    async def unconcluded(self) -> tuple[str, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(UNCONCLUDED).fetchall()
        )
        return tuple(row["status_id"] for row in rows)


def write_status(plain: sqlite3.Connection, status: Status) -> None:
    """Write the status, new or known."""
    address = status.address
    place = (address.chat_id, address.thread_id, address.reply_to)
    plain.execute(WRITE, (status.status_id, *place, status.message_id, status.is_media))


def conclude(plain: sqlite3.Connection, status_id: str) -> None:
    """Note that the message shows how its jobs ended."""
    plain.execute(CONCLUDE, (status_id,))


def to_status(row: sqlite3.Row) -> Status:
    """The status that a row holds."""
    return Status(
        status_id=row["status_id"],
        address=Address(
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            reply_to=row["reply_to"],
        ),
        message_id=row["message_id"],
        is_media=bool(row["is_media"]),
    )
