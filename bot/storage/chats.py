"""Groups that become supergroups, in SQLite."""

import sqlite3

from typing_extensions import override

from bot.services.ports import ChatStore
from bot.storage.database import Database

MOVE = (
    """
    INSERT INTO usage (wallet, owner_id, day, used)
    SELECT wallet, :new, day, used FROM usage WHERE wallet = 'group' AND owner_id = :old
    ON CONFLICT (wallet, owner_id, day) DO UPDATE SET used = used + excluded.used
    """,
    "DELETE FROM usage WHERE wallet = 'group' AND owner_id = :old",
    """
    INSERT INTO shares (chat_id, day, user_id, used)
    SELECT :new, day, user_id, used FROM shares WHERE chat_id = :old
    ON CONFLICT (chat_id, day, user_id) DO UPDATE SET used = used + excluded.used
    """,
    "DELETE FROM shares WHERE chat_id = :old",
    # Jobs under way give back to the wallet that lives on.
    "UPDATE reservations SET owner_id = :new WHERE wallet = 'group' AND owner_id = :old",
    "UPDATE OR IGNORE preferences SET owner_id = :new WHERE owner_id = :old",
    "DELETE FROM preferences WHERE owner_id = :old",
    "UPDATE moves SET new_id = :new WHERE new_id = :old",
    "INSERT OR REPLACE INTO moves (old_id, new_id) VALUES (:old, :new)",
)
SUCCESSOR = "SELECT new_id FROM moves WHERE old_id = ?"
HOME = "ifnull((SELECT new_id FROM moves WHERE old_id = chat_id), chat_id)"
"""Where the chat of a row with `chat_id` is by now."""


class SqliteChatStore(ChatStore):
    """Groups in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def move(self, old_id: int, new_id: int) -> None:
        if old_id == new_id:
            return

        def work(plain: sqlite3.Connection) -> None:
            for statement in MOVE:
                plain.execute(statement, {"old": old_id, "new": new_id})

        await self._database.write(work)

    @override
    async def successor(self, chat_id: int) -> int:
        row = await self._database.read(
            lambda plain: plain.execute(SUCCESSOR, (chat_id,)).fetchone()
        )
        return chat_id if row is None else int(row["new_id"])
