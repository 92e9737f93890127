"""Asides that still stand, in SQLite."""

from collections.abc import Sequence

from typing_extensions import override

from bot.services.asides import Aside
from bot.services.ports import AsideStore
from bot.storage.database import Database
from bot.storage.times import to_micros, to_time

ADD = "INSERT INTO asides VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ALL = "SELECT * FROM asides ORDER BY due_at, chat_id, message_id"
DROP = "DELETE FROM asides WHERE chat_id = ? AND message_id = ?"


class SqliteAsideStore(AsideStore):
    """Asides in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def add_aside(self, aside: Aside) -> None:
        row = (aside.chat_id, aside.message_id, to_micros(aside.due_at))
        await self._database.write(lambda plain: plain.execute(ADD, row).rowcount)

    @override
    async def asides(self) -> tuple[Aside, ...]:
        rows = await self._database.read(lambda plain: plain.execute(ALL).fetchall())
        return tuple(
            Aside(
                chat_id=row["chat_id"],
                message_id=row["message_id"],
                due_at=to_time(row["due_at"]),
            )
            for row in rows
        )

    @override
    async def drop_asides(self, asides: Sequence[Aside]) -> None:
        keys = [(aside.chat_id, aside.message_id) for aside in asides]
        await self._database.write(lambda plain: plain.executemany(DROP, keys).rowcount)
