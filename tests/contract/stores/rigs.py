"""The stores under test: in memory, and in SQLite on a file."""

from abc import ABC, abstractmethod
from pathlib import Path

from typing_extensions import override

from bot.app.stores import Stores, stores_on
from bot.storage.database import Database, open_database
from tests.fakes.shelves import Shelves
from tests.fakes.stores import FakeStores

__all__ = ["RIGS", "FakeRig", "SqliteRig", "StoreRig", "Stores"]


class StoreRig(ABC):
    """Where the stores keep their data; opening twice is two programs on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    async def open(self) -> Stores:
        """Stores on this rig's data."""

    @abstractmethod
    async def close(self) -> None:
        """Give back everything that was opened."""


class FakeRig(StoreRig):
    """Everything in memory."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._shelves = Shelves()

    @override
    async def open(self) -> Stores:
        fakes = FakeStores(self._shelves)
        return Stores(
            updates=fakes.updates,
            jobs=fakes.jobs,
            statuses=fakes.statuses,
            boards=fakes.boards,
            pictures=fakes.pictures,
            families=fakes.families,
            ledger=fakes.ledger,
            preferences=fakes.preferences,
            owned=fakes.owned,
            asides=fakes.asides,
            chats=fakes.chats,
        )

    @override
    async def close(self) -> None:
        return


class SqliteRig(StoreRig):
    """A database file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._databases: list[Database] = []

    @override
    async def open(self) -> Stores:
        database = await open_database(self.folder / "imagewright.db")
        self._databases.append(database)
        return stores_on(database)

    @override
    async def close(self) -> None:
        for database in self._databases:
            await database.close()


RIGS: tuple[type[StoreRig], ...] = (FakeRig, SqliteRig)
