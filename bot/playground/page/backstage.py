"""What the bot has written down: a user's credits and the newest jobs, read from its database."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Stores, open_stores
from bot.domain.job import Job
from bot.domain.quota import QuotaRules
from bot.services.values import QuotaReport

Json = dict[str, Any]
_ENTRIES, _JOBS = 12, 12


class Backstage:
    """Reads the bot's database; each look opens it and closes it again.

    Args:
        database: the file; before it is there, there is nothing to see.
        rules: the quota that the bot was told.
    """

    def __init__(self, database: Path, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def look(self, user_id: int) -> Json:
        """Credits and ledger of one user, and everyone's newest jobs."""
        if not await asyncio.to_thread(self._database.exists):
            return {"wallets": [], "ledger": [], "jobs": []}
        async with open_stores(self._database) as stores:
            return await self._read(stores, user_id)

    async def _read(self, stores: Stores, user_id: int) -> Json:
        report = await stores.ledger.report(
            user_id, user_id, self._rules, datetime.now(UTC), entries=_ENTRIES
        )
        jobs = await stores.jobs.latest(_JOBS)
        return _credits_shown(report) | {"jobs": [_job_shown(job) for job in jobs]}


def _credits_shown(report: QuotaReport) -> Json:
    return {
        "wallets": [
            {
                "wallet": each.wallet,
                "limit": each.limit,
                "used": each.used,
                "left": each.left,
            }
            for each in report.allowances
        ],
        "ledger": [
            {
                "at": each.at.timestamp(),
                "kind": each.kind,
                "amount": each.amount,
                "job": each.job_id,
            }
            for each in report.entries
        ],
    }


def _job_shown(job: Job) -> Json:
    return {
        "id": job.job_id,
        "state": job.state,
        "failure": job.failure,
        "what": f"{job.recipe.operation} {job.recipe.prompt}".strip(),
        "provider": job.provider,
        "user": job.user_id,
        "credits": job.charged if job.state.is_final else job.reserved,
    }
