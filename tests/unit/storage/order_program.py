"""A program of its own that orders against a shared database: PATH FIRST_UPDATE COUNT LIMIT."""

import asyncio
import sys
from pathlib import Path

from bot.domain.errors import QuotaExceeded
from bot.domain.quota import QuotaRules
from bot.storage.database import open_database
from bot.storage.jobs import SqliteJobStore
from tests.contract.stores.making import make_job, place


async def order(path: Path, first: int, count: int, limit: int) -> None:
    """Order `count` times at once when told to, and print how many were taken."""
    async with await open_database(path) as database:
        jobs = SqliteJobStore(database)
        orders = [
            place(
                make_job(job_id=f"job{first + number}", status_id=f"{first + number}")
            )
            for number in range(count)
        ]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        outcomes = await asyncio.gather(
            *(
                jobs.accept(
                    [first + number],
                    placed,
                    QuotaRules(user_daily=limit),
                    is_unlimited=False,
                )
                for number, placed in enumerate(orders)
            ),
            return_exceptions=True,
        )
    refused = sum(isinstance(outcome, QuotaExceeded) for outcome in outcomes)
    sys.stdout.write(f"{outcomes.count(None)} {refused}\n")


if __name__ == "__main__":
    asyncio.run(order(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:])))
