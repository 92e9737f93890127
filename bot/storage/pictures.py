"""Results and the receipts of their delivery in SQLite."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from bot.services.ports import PictureStore
from bot.services.values import Picture, Receipt
from bot.storage.chats import HOME
from bot.storage.database import Database

WRITE = """
INSERT OR REPLACE INTO pictures (
    job_id, number, path, media_type, width, height, size, has_alpha,
    photo_file_id, document_file_id
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
PICTURES = "SELECT * FROM pictures WHERE job_id = ? ORDER BY number"
BEGIN = """
INSERT INTO receipts (job_id, sending, tries) VALUES (?, ?, 1)
ON CONFLICT (job_id, sending) DO UPDATE SET tries = tries + 1
RETURNING *
"""
CONFIRM = """
INSERT INTO receipts (job_id, sending, is_done, message_ids) VALUES (?, ?, 1, ?)
ON CONFLICT (job_id, sending) DO UPDATE SET is_done = 1, message_ids = excluded.message_ids
"""
RECEIPTS = "SELECT * FROM receipts WHERE job_id = ? ORDER BY sending"
# What arrives after a group became a supergroup lies there, and so does what is asked about it.
SHOW = f"""
INSERT OR REPLACE INTO shown (chat_id, message_id, job_id, number)
SELECT {HOME}, ?, job_id, ? FROM jobs WHERE job_id = ?
"""  # noqa: S608 - our own expression
NAME = """
UPDATE pictures
SET
    photo_file_id = ifnull(:photo, photo_file_id),
    document_file_id = ifnull(:document, document_file_id)
WHERE job_id = :job AND number = :number
"""
CONFIRM_COPY = f"""
INSERT OR REPLACE INTO receipts (job_id, sending, is_done, message_ids)
SELECT job_id, :sending, 1, :ids FROM jobs WHERE job_id = :job AND {HOME} = :chat
"""  # noqa: S608 - our own expression
SHOW_COPY = f"""
INSERT OR REPLACE INTO shown (chat_id, message_id, job_id, number)
SELECT :chat, :message, job_id, :number FROM jobs WHERE job_id = :job AND {HOME} = :chat
"""  # noqa: S608 - our own expression
SHOWN = "SELECT job_id, number FROM shown WHERE chat_id = ? AND message_id = ?"


class SqlitePictureStore(PictureStore):
    """Pictures and receipts in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def pictures(self, job_id: str) -> tuple[Picture, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(PICTURES, (job_id,)).fetchall()
        )
        return tuple(_to_picture(row) for row in rows)

    @override
    async def begin(self, job_id: str, sending: str) -> Receipt:
        row = await self._database.write(
            lambda plain: plain.execute(BEGIN, (job_id, sending)).fetchone()
        )
        return _to_receipt(row)

    @override
    async def confirm(
        self,
        job_id: str,
        sending: str,
        message_ids: Sequence[int],
        pictures: Sequence[Picture],
    ) -> None:
        numbers = numbers_shown(len(message_ids), pictures)

        def work(plain: sqlite3.Connection) -> None:
            plain.execute(CONFIRM, (job_id, sending, json.dumps(list(message_ids))))
            plain.executemany(NAME, [_names(picture) for picture in pictures])
            for message_id, number in zip(message_ids, numbers, strict=True):
                plain.execute(SHOW, (message_id, number, job_id))

        await self._database.write(work)

    @override
    async def note_copy(self, picture: Picture, chat_id: int, message_id: int) -> None:
        values = _names(picture) | {
            "chat": chat_id,
            "message": message_id,
            "sending": f"again-{message_id}",
            "ids": json.dumps([message_id]),
        }

        def work(plain: sqlite3.Connection) -> None:
            for statement in (NAME, CONFIRM_COPY, SHOW_COPY):
                plain.execute(statement, values)

        await self._database.write(work)

    @override
    async def receipts(self, job_id: str) -> tuple[Receipt, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(RECEIPTS, (job_id,)).fetchall()
        )
        return tuple(_to_receipt(row) for row in rows)

    @override
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        row = await self._database.read(
            lambda plain: plain.execute(SHOWN, (chat_id, message_id)).fetchone()
        )
        return None if row is None else (row["job_id"], row["number"])


def numbers_shown(messages: int, pictures: Sequence[Picture]) -> tuple[int, ...]:
    """Which picture each message shows: one each in order, else all of them (0), as a grid does."""
    if messages == len(pictures):
        return tuple(picture.number for picture in pictures)
    return (0,) * messages


def _names(picture: Picture) -> dict[str, str | int | None]:
    return {
        "job": picture.job_id,
        "number": picture.number,
        "photo": picture.photo_file_id,
        "document": picture.document_file_id,
    }


def write_pictures(plain: sqlite3.Connection, pictures: Sequence[Picture]) -> None:
    """Write results, or replace them by job and number."""
    for picture in pictures:
        path = None if picture.path is None else str(picture.path)
        place = (picture.job_id, picture.number, path, picture.media_type)
        sides = (picture.width, picture.height)
        facts = (picture.size, picture.has_alpha)
        names = (picture.photo_file_id, picture.document_file_id)
        plain.execute(WRITE, (*place, *sides, *facts, *names))


def _to_picture(row: sqlite3.Row) -> Picture:
    path = row["path"]
    typed = {
        "path": None if path is None else Path(path),
        "has_alpha": bool(row["has_alpha"]),
    }
    return Picture(**{**dict(row), **typed})


def _to_receipt(row: sqlite3.Row) -> Receipt:
    return Receipt(
        job_id=row["job_id"],
        sending=row["sending"],
        is_done=bool(row["is_done"]),
        tries=row["tries"],
        message_ids=tuple(json.loads(row["message_ids"])),
    )
