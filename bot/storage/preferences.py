"""Standing choices in SQLite."""

from dataclasses import astuple

from typing_extensions import override

from bot.domain.job import Gathering
from bot.services.ports import PreferenceStore
from bot.services.values import Preferences
from bot.storage.database import Database

GET = """
SELECT language, aspect_ratio, count, provider, model, gathering
FROM preferences WHERE owner_id = ?
"""
WRITE = """
INSERT OR REPLACE INTO preferences
(owner_id, language, aspect_ratio, count, provider, model, gathering)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class SqlitePreferenceStore(PreferenceStore):
    """Preferences in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def preferences(self, owner_id: int) -> Preferences:
        row = await self._database.read(
            lambda plain: plain.execute(GET, (owner_id,)).fetchone()
        )
        if row is None:
            return Preferences()
        gathering = row["gathering"]
        return Preferences(
            **{**dict(row), "gathering": gathering and Gathering(gathering)}
        )

    @override
    async def save_preferences(self, owner_id: int, preferences: Preferences) -> None:
        values = (owner_id, *astuple(preferences))
        await self._database.write(lambda plain: plain.execute(WRITE, values).rowcount)
