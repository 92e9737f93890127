"""The groups' boards and our reactions in SQLite."""

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.services.boards import BoardNote, ReactionNote
from bot.services.ports import BoardStore
from bot.services.values import Status
from bot.storage.database import Database
from bot.storage.job_rows import UNFINISHED
from bot.storage.statuses import to_status

NO_THREAD = 0  # in the key of a board; a topic's id is never 0
BOARDS = "SELECT * FROM boards"
SAVE_BOARD = "INSERT OR REPLACE INTO boards VALUES (?, ?, ?, ?)"
DROP_BOARD = "DELETE FROM boards WHERE chat_id = ? AND thread_id = ?"
UNDER_WAY = f"""
SELECT statuses.* FROM statuses
JOIN (
    SELECT status_id, min(seq) AS first FROM jobs
    WHERE
        chat_id = ?
        AND thread_id IS ?
        AND {UNFINISHED}
    GROUP BY status_id
) USING (status_id)
ORDER BY first
"""  # noqa: S608 - our own condition
REACTIONS = f"""
SELECT
    reactions.*,
    NOT EXISTS (
        SELECT 1 FROM jobs
        WHERE jobs.status_id = reactions.status_id
        AND {UNFINISHED}
    ) AS has_ended
FROM reactions
"""  # noqa: S608 - our own condition
SAVE_REACTION = "INSERT OR REPLACE INTO reactions VALUES (?, ?, ?)"
DROP_REACTION = "DELETE FROM reactions WHERE status_id = ?"


class SqliteBoardStore(BoardStore):
    """Boards and reactions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def boards(self) -> tuple[BoardNote, ...]:
        rows = await self._database.read(lambda plain: plain.execute(BOARDS).fetchall())
        return tuple(_to_board(row) for row in rows)

    @override
    async def save_board(self, board: BoardNote) -> None:
        key = board.chat_id, board.thread_id or NO_THREAD
        await self._write(SAVE_BOARD, (*key, board.message_id, board.language))

    @override
    async def drop_board(self, chat_id: int, thread_id: int | None) -> None:
        await self._write(DROP_BOARD, (chat_id, thread_id or NO_THREAD))

    @override
    async def under_way(self, chat_id: int, thread_id: int | None) -> Sequence[Status]:
        rows = await self._database.read(
            lambda plain: plain.execute(UNDER_WAY, (chat_id, thread_id)).fetchall()
        )
        return tuple(to_status(row) for row in rows)

    @override
    async def reactions(self) -> tuple[ReactionNote, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(REACTIONS).fetchall()
        )
        return tuple(_to_reaction(row) for row in rows)

    @override
    async def save_reaction(self, reaction: ReactionNote) -> None:
        place = reaction.chat_id, reaction.message_id
        await self._write(SAVE_REACTION, (reaction.status_id, *place))

    @override
    async def drop_reaction(self, status_id: str) -> None:
        await self._write(DROP_REACTION, (status_id,))

    async def _write(self, statement: str, values: tuple[object, ...]) -> None:
        await self._database.write(
            lambda plain: plain.execute(statement, values).rowcount
        )


def _to_board(row: sqlite3.Row) -> BoardNote:
    return BoardNote(
        chat_id=row["chat_id"],
        thread_id=row["thread_id"] or None,
        message_id=row["message_id"],
        language=row["language"],
    )


def _to_reaction(row: sqlite3.Row) -> ReactionNote:
    return ReactionNote(
        status_id=row["status_id"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        has_ended=bool(row["has_ended"]),
    )
