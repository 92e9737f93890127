"""What the bot has written down: a user's credits and the newest jobs, read from its database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Stores, view_stores
from bot.domain.job import Job
from bot.domain.quota import QuotaRules
from bot.services.values import QuotaReport

Json = dict[str, Any]
_ENTRIES, _JOBS = 12, 12
_NOTHING: Json = {"wallets": [], "ledger": [], "jobs": []}


class Backstage:
    """Looks into the bot's database and never touches it: the bot is killed and started meanwhile.

    Args:
        database: the file; before it is there, there is nothing to see.
        rules: the quota that the bot was told.
        admins: ids of those who have no quota.
    """

    def __init__(
        self, database: Path, rules: QuotaRules, admins: frozenset[int]
    ) -> None:
        self._database = database
        self._rules = rules
        self._admins = admins

    async def look(self, user_id: int) -> Json:
        """Credits and ledger of one user, and everyone's newest jobs.

        Raises:
            StorageError: the file cannot be read.
        """
        async with view_stores(self._database) as stores:
            seen = _NOTHING if stores is None else await self._read(stores, user_id)
        if user_id in self._admins:  # their jobs take from no wallet
            return seen | {"unlimited": True, "wallets": []}
        return seen | {"unlimited": False}

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
