"""A program that takes orders until it is killed, and names each one taken: PATH."""

import asyncio
import itertools
import sys
from pathlib import Path

from bot.storage.database import open_database
from bot.storage.jobs import SqliteJobStore
from tests.contract.stores.making import NO_LIMITS, make_job, place


async def order_on_and_on(path: Path) -> None:
    """Accept, say so, and on."""
    async with await open_database(path) as database:
        jobs = SqliteJobStore(database)
        for number in itertools.count():
            placed = place(make_job())
            await jobs.accept([number], placed, NO_LIMITS, is_unlimited=False)
            sys.stdout.write(f"{placed.jobs[0].job_id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(order_on_and_on(Path(sys.argv[1])))
