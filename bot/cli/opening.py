"""The operator's view of the database: opened for one command, closed again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.app import Stores, open_stores
from bot.settings import Settings, load_settings

T = TypeVar("T")


def with_stores(work: Callable[[Stores, Settings], Awaitable[T]]) -> T:
    """Run a coroutine over the database of the settings.

    Raises:
        SettingsError, StorageError: for the operator, one line each.
    """

    async def open_and_work() -> T:
        settings = load_settings(needs_token=False)
        async with open_stores(settings.database) as stores:
            return await work(stores, settings)

    return asyncio.run(open_and_work())
