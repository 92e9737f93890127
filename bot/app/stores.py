"""The database and its adapters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

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
from bot.storage.own_data import SqliteOwnDataStore
from bot.storage.pictures import SqlitePictureStore
from bot.storage.preferences import SqlitePreferenceStore
from bot.storage.statuses import SqliteStatusStore
from bot.storage.updates import SqliteUpdateLog
from bot.storage.viewing import view_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """One of each, on one file."""

    jobs: JobStore
    statuses: StatusStore
    boards: BoardStore
    pictures: PictureStore
    families: FamilyStore
    ledger: Ledger
    preferences: PreferenceStore
    updates: UpdateLog
    owned: OwnDataStore
    asides: AsideStore
    chats: ChatStore


@asynccontextmanager
async def open_stores(path: Path) -> AsyncIterator[Stores]:
    """Open the file, migrate it, and close it at the end.

    Raises:
        StorageError: the file cannot be used; the text says why.
    """
    async with await open_database(path) as database:
        yield stores_on(database)


@asynccontextmanager
async def view_stores(path: Path) -> AsyncIterator[Stores | None]:
    """The same for a look at a file that another program keeps; None while there is none.

    Raises:
        StorageError: the file cannot be read, or a store was told to write.
    """
    database = await view_database(path)
    if database is None:
        yield None
        return
    async with database:
        yield stores_on(database)


def stores_on(database: Database) -> Stores:
    """All stores of one database."""
    return Stores(
        jobs=SqliteJobStore(database),
        statuses=SqliteStatusStore(database),
        boards=SqliteBoardStore(database),
        pictures=SqlitePictureStore(database),
        families=SqliteFamilyStore(database),
        ledger=SqliteLedger(database),
        preferences=SqlitePreferenceStore(database),
        updates=SqliteUpdateLog(database),
        owned=SqliteOwnDataStore(database),
        asides=SqliteAsideStore(database),
        chats=SqliteChatStore(database),
    )
