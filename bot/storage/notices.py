"""Notices that still stand, in SQLite."""

from collections.abc import Sequence

from typing_extensions import override

from bot.services.notices import Notice
from bot.services.ports import NoticeStore
from bot.storage.database import Database
from bot.storage.times import to_micros, to_time

ADD = "INSERT INTO notices VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ALL = "SELECT * FROM notices ORDER BY due_at, chat_id, message_id"
DROP = "DELETE FROM notices WHERE chat_id = ? AND message_id = ?"


class SqliteNoticeStore(NoticeStore):
    """Notices in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def add_notice(self, notice: Notice) -> None:
        row = (notice.chat_id, notice.message_id, to_micros(notice.due_at))
        await self._database.write(lambda plain: plain.execute(ADD, row).rowcount)

    @override
    async def notices(self) -> tuple[Notice, ...]:
        rows = await self._database.read(lambda plain: plain.execute(ALL).fetchall())
        return tuple(
            Notice(
                chat_id=row["chat_id"],
                message_id=row["message_id"],
                due_at=to_time(row["due_at"]),
            )
            for row in rows
        )

    @override
    async def drop_notices(self, notices: Sequence[Notice]) -> None:
        keys = [(notice.chat_id, notice.message_id) for notice in notices]
        await self._database.write(lambda plain: plain.executemany(DROP, keys).rowcount)
