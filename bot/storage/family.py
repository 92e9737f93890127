"""Family trees of pictures in SQLite: upwards from a job, one query whatever the depth."""

import json
import sqlite3

from typing_extensions import override

from bot.domain.job import Address
from bot.domain.recipe import PictureRef
from bot.services.families import Kin
from bot.services.ports import FamilyStore
from bot.storage.chats import HOME
from bot.storage.database import Database

LINE = f"""
WITH RECURSIVE line (depth, job_id, chat_id, parent_id, sources) AS (
    SELECT 1, job_id, chat_id, parent_id, sources FROM jobs WHERE job_id = :job
    UNION ALL
    SELECT depth + 1, parent.job_id, parent.chat_id, parent.parent_id, parent.sources
    FROM line JOIN jobs AS parent ON parent.job_id = line.parent_id
    WHERE depth < :limit
)
SELECT job_id, {HOME} AS chat_id, parent_id, sources FROM line ORDER BY depth LIMIT :limit
"""  # noqa: S608 - our own expression
LOOKED_THROUGH = 500  # messages; nobody means one that is longer ago
NEWEST_EDIT = """
SELECT recent.job_id, recent.number
FROM (
    SELECT job_id, number, message_id FROM shown
    WHERE chat_id = :chat ORDER BY message_id DESC LIMIT :most
) AS recent JOIN jobs USING (job_id)
WHERE user_id = :user AND thread_id IS :thread AND sources <> '[]'
ORDER BY recent.message_id DESC LIMIT 1
"""


class SqliteFamilyStore(FamilyStore):
    """Families in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def line(self, job_id: str, *, limit: int) -> tuple[Kin, ...]:
        values = {"job": job_id, "limit": limit}
        rows = await self._database.read(
            lambda plain: plain.execute(LINE, values).fetchall()
        )
        return tuple(_to_kin(row) for row in rows)

    @override
    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        values = {
            "user": user_id,
            "chat": address.chat_id,
            "thread": address.thread_id,
            "most": LOOKED_THROUGH,
        }
        row = await self._database.read(
            lambda plain: plain.execute(NEWEST_EDIT, values).fetchone()
        )
        return None if row is None else (row["job_id"], row["number"])


def _to_kin(row: sqlite3.Row) -> Kin:
    return Kin(
        job_id=row["job_id"],
        chat_id=row["chat_id"],
        parent_id=row["parent_id"],
        sources=tuple(PictureRef(**fields) for fields in json.loads(row["sources"])),
    )
