"""Telegram's updates in SQLite."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from typing_extensions import override

from bot.services.ports import UpdateLog
from bot.storage.database import Database
from bot.storage.times import to_micros

RECEIVE = """
INSERT INTO updates (update_id, body, received_at) VALUES (?, ?, ?)
ON CONFLICT DO NOTHING
"""
# The text goes with the handling: it is what people wrote, and nobody needs it any more.
NOTE = """
INSERT INTO updates (update_id, is_handled) VALUES (?, 1)
ON CONFLICT (update_id) DO UPDATE SET is_handled = 1, body = NULL WHERE is_handled = 0
"""
UNHANDLED = """
SELECT body FROM updates WHERE is_handled = 0 ORDER BY received_at, update_id
"""
FORGET = "DELETE FROM updates WHERE is_handled = 1 AND received_at < ?"


class SqliteUpdateLog(UpdateLog):
    """Updates in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def receive(
        self, updates: Sequence[tuple[int, str]], at: datetime
    ) -> tuple[int, ...]:
        def work(plain: sqlite3.Connection) -> tuple[int, ...]:
            return tuple(
                update_id
                for update_id, body in updates
                if plain.execute(RECEIVE, (update_id, body, to_micros(at))).rowcount
            )

        return await self._database.write(work)

    @override
    async def handled(self, update_ids: Sequence[int]) -> bool:
        return await self._database.write(lambda plain: note_handled(plain, update_ids))

    @override
    async def unhandled(self) -> tuple[str, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(UNHANDLED).fetchall()
        )
        return tuple(row["body"] for row in rows)

    @override
    async def forget_updates(self, before: datetime) -> None:
        await self._database.write(
            lambda plain: plain.execute(FORGET, (to_micros(before),)).rowcount
        )


def note_handled(plain: sqlite3.Connection, update_ids: Sequence[int]) -> bool:
    """Note the updates as done with. False: the first of them was noted before."""
    news = [plain.execute(NOTE, (update_id,)).rowcount for update_id in update_ids]
    return not news or bool(news[0])
