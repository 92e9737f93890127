"""What is erased cannot be read in the database file either."""

from pathlib import Path

from bot.app.stores import stores_on
from bot.domain.recipe import Recipe
from bot.storage.database import open_database
from bot.storage.own_data import SqliteOwnDataStore
from providers.base import Operation
from tests.contract.stores.making import accept, make_job, succeeded

SECRET = "a very private zebra"


def is_written(path: Path, words: str) -> bool:
    """Do the words stand anywhere in the file, in pages that are free as well?"""
    return words.encode() in path.read_bytes()


async def test_erased_words_are_gone_from_the_file(tmp_path: Path) -> None:
    """A closed database holds them before, and not after."""
    path = tmp_path / "imagewright.db"
    recipe = Recipe(operation=Operation.GENERATE, prompt=SECRET)
    async with await open_database(path) as database:
        stores = stores_on(database)
        for _ in range(60):  # several pages full
            (job,) = await accept(stores.jobs, make_job(user_id=7, recipe=recipe))
            await stores.jobs.finish(succeeded(job))
    assert is_written(path, SECRET)

    async with await open_database(path) as database:
        assert await SqliteOwnDataStore(database).erase(7)
    assert not is_written(path, SECRET)
