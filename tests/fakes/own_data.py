"""Everything of one user, found and erased in memory."""

import json
from collections.abc import Mapping
from dataclasses import replace

from typing_extensions import override

from bot.services.ports import OwnDataStore
from tests.fakes.shelves import Shelves


class FakeOwnDataStore(OwnDataStore):
    """One user's entries on the shelves."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def jobs_of(self, user_id: int) -> Mapping[str, str]:
        jobs = self._shelves.jobs.values()
        return {job.job_id: job.status_id for job in jobs if job.user_id == user_id}

    @override
    async def erase(self, user_id: int) -> bool:
        shelves, mine = self._shelves, await self.jobs_of(user_id)
        if any(not shelves.jobs[job_id].state.is_final for job_id in mine):
            return False
        shelves.jobs = {
            job_id: replace(
                job, parent_id=None if job.parent_id in mine else job.parent_id
            )
            for job_id, job in shelves.jobs.items()
            if job_id not in mine
        }
        for status_id in mine.values():
            shelves.statuses.pop(status_id, None)
        shelves.concluded -= {*mine.values()}
        shelves.pictures = {
            k: v for k, v in shelves.pictures.items() if k[0] not in mine
        }
        shelves.receipts = {
            k: v for k, v in shelves.receipts.items() if k[0] not in mine
        }
        shelves.shown = {k: v for k, v in shelves.shown.items() if v[0] not in mine}
        shelves.claims = [owner for owner in shelves.claims if owner != user_id]
        shelves.preferences.pop(user_id, None)
        shelves.ledger = [
            (owner, replace(entry, job_id=None) if owner == user_id else entry)
            for owner, entry in shelves.ledger
        ]
        newest = max((day for _, day, _ in shelves.shares), default=None)
        shelves.shares = {
            key: used
            for key, used in shelves.shares.items()
            if key[2] != user_id or key[1] == newest
        }
        for update in shelves.updates.values():
            if update.body and user_id in _senders(json.loads(update.body)):
                update.body, update.is_handled = None, True
        return True


def _senders(update: Mapping[str, Mapping[str, Mapping[str, int]]]) -> set[int | None]:
    kinds = (update.get(kind, {}) for kind in ("message", "callback_query"))
    return {kind.get("from", {}).get("id") for kind in kinds}
