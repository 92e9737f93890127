"""Standing choices in SQLite."""

from dataclasses import astuple

from typing_extensions import override

from bot.domain.look import Form, Gathering, Spoiler
from bot.services.ports import PreferenceStore
from bot.services.values import Preferences
from bot.storage.database import Database

GET = """
SELECT language, aspect_ratio, count, provider, model, gathering, form, spoiler
FROM preferences WHERE owner_id = ?
"""
WRITE = """
INSERT OR REPLACE INTO preferences
(owner_id, language, aspect_ratio, count, provider, model, gathering, form, spoiler)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
KINDS = {"gathering": Gathering, "form": Form, "spoiler": Spoiler}


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
        values = dict(row)
        named = {
            name: values[name] and kind(values[name]) for name, kind in KINDS.items()
        }
        return Preferences(**{**values, **named})

    @override
    async def save_preferences(self, owner_id: int, preferences: Preferences) -> None:
        values = (owner_id, *astuple(preferences))
        await self._database.write(lambda plain: plain.execute(WRITE, values).rowcount)
