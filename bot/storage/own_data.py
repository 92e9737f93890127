"""Everything of one user, found and erased in SQLite."""

import sqlite3
from collections.abc import Mapping

from typing_extensions import override

from bot.services.ports import OwnDataStore
from bot.storage.database import Database
from bot.storage.job_rows import UNFINISHED

JOBS = "SELECT job_id, status_id, state FROM jobs WHERE user_id = ?"
UNFINISHED_OF = f"{JOBS} AND {UNFINISHED}"
ORPHAN = """
UPDATE jobs SET parent_id = NULL
WHERE user_id <> :user AND parent_id IN (SELECT job_id FROM jobs WHERE user_id = :user)
"""
DROP_STATUS = "DELETE FROM statuses WHERE status_id = ?"
# Pictures, receipts and the messages that show them go with their jobs.
ERASE = (
    "DELETE FROM jobs WHERE user_id = :user",
    "DELETE FROM turns WHERE user_id = :user",
    "DELETE FROM preferences WHERE owner_id = :user",
    "UPDATE ledger SET job_id = NULL WHERE user_id = :user",
    # In which groups somebody was; the newest day stays, so that its limits hold.
    """
    DELETE FROM shares
    WHERE user_id = :user AND day < (SELECT max(day) FROM shares)
    """,
    """
    UPDATE updates SET is_handled = 1, body = NULL
    WHERE
        is_handled = 0
        AND :user IN (
            json_extract(body, '$.message.from.id'),
            json_extract(body, '$.callback_query.from.id')
        )
    """,
)


class SqliteOwnDataStore(OwnDataStore):
    """One user's rows in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def jobs_of(self, user_id: int) -> Mapping[str, str]:
        rows = await self._database.read(
            lambda plain: plain.execute(JOBS, (user_id,)).fetchall()
        )
        return {row["job_id"]: row["status_id"] for row in rows}

    @override
    async def erase(self, user_id: int) -> bool:
        return await self._database.write(lambda plain: _erase(plain, user_id))


def _erase(plain: sqlite3.Connection, user_id: int) -> bool:
    if plain.execute(UNFINISHED_OF, (user_id,)).fetchone():
        return False
    rows = plain.execute(JOBS, (user_id,)).fetchall()
    # What is erased shall not be left to read in the file's free pages.
    plain.execute("PRAGMA secure_delete = ON")
    try:
        plain.execute(ORPHAN, {"user": user_id})
        for statement in ERASE:
            plain.execute(statement, {"user": user_id})
        plain.executemany(DROP_STATUS, {(row["status_id"],) for row in rows})
    finally:
        plain.execute("PRAGMA secure_delete = OFF")
    return True
