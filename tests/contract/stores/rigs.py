"""The stores under test: in memory, and in SQLite on a file."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from bot.services.ports import (
    AsideStore,
    BoardStore,
    ChatStore,
    FamilyStore,
    JobStore,
    Ledger,
    OwnDataStore,
    PictureStore,
    PreferenceStore,
    StatusStore,
    UpdateLog,
)
from bot.storage.asides import SqliteAsideStore
from bot.storage.boards import SqliteBoardStore
from bot.storage.chats import SqliteChatStore
from bot.storage.database import Database, open_database
from bot.storage.family import SqliteFamilyStore
from bot.storage.jobs import SqliteJobStore
from bot.storage.ledger import SqliteLedger
from bot.storage.owndata import SqliteOwnDataStore
from bot.storage.pictures import SqlitePictureStore
from bot.storage.preferences import SqlitePreferenceStore
from bot.storage.statuses import SqliteStatusStore
from bot.storage.updates import SqliteUpdateLog
from tests.fakes.shelves import Shelves
from tests.fakes.stores import FakeStores


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """One of each port, all on the same data."""

    updates: UpdateLog
    jobs: JobStore
    statuses: StatusStore
    boards: BoardStore
    pictures: PictureStore
    families: FamilyStore
    ledger: Ledger
    preferences: PreferenceStore
    owned: OwnDataStore
    asides: AsideStore
    chats: ChatStore


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
        return sqlite_stores(database)

    @override
    async def close(self) -> None:
        for database in self._databases:
            await database.close()


def sqlite_stores(database: Database) -> Stores:
    """All stores of one database."""
    return Stores(
        updates=SqliteUpdateLog(database),
        jobs=SqliteJobStore(database),
        statuses=SqliteStatusStore(database),
        boards=SqliteBoardStore(database),
        pictures=SqlitePictureStore(database),
        families=SqliteFamilyStore(database),
        ledger=SqliteLedger(database),
        preferences=SqlitePreferenceStore(database),
        owned=SqliteOwnDataStore(database),
        asides=SqliteAsideStore(database),
        chats=SqliteChatStore(database),
    )


RIGS: tuple[type[StoreRig], ...] = (FakeRig, SqliteRig)
