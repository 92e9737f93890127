"""Jobs in SQLite: from accept, with the reservation, to the last transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from bot.domain.errors import AlreadyHandled, InvalidTransition, QuotaExceeded
from bot.domain.job import Job, JobState
from bot.domain.quota import QuotaRules
from bot.services.ports import JobStore
from bot.services.values import Picture, Placed
from bot.storage.claims import lease_next, place_of
from bot.storage.database import Database
from bot.storage.job_rows import CHANGING, COLUMNS, UNFINISHED, to_job, to_row
from bot.storage.ledger import write_outcome
from bot.storage.pictures import write_pictures
from bot.storage.statuses import conclude, write_status
from bot.storage.updates import note_handled
from bot.storage.wallets import find_lack, note_try, reserve, settle

INSERT = f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"  # noqa: S608 - our own column names
SET_CHANGING = ", ".join(f"{name} = :{name}" for name in CHANGING)
SAVE = f"""
UPDATE jobs SET {SET_CHANGING}, cancel_requested = cancel_requested OR :cancel_requested
WHERE job_id = :job_id AND {UNFINISHED}
RETURNING cancel_requested
"""  # noqa: S608 - our own column names
END = f"""
UPDATE jobs
SET {SET_CHANGING}, is_leased = 0, cancel_requested = cancel_requested OR :cancel_requested
WHERE job_id = :job_id AND {UNFINISHED}
"""  # noqa: S608 - our own column names
CANCEL = f"UPDATE jobs SET cancel_requested = 1 WHERE job_id = ? AND {UNFINISHED} RETURNING *"  # noqa: S608 - our own condition
GET = "SELECT * FROM jobs WHERE job_id = ?"
BATCH = "SELECT * FROM jobs WHERE status_id = ? ORDER BY seq"
UNFINISHED_OF = f"SELECT * FROM jobs WHERE user_id = ? AND {UNFINISHED} ORDER BY seq"  # noqa: S608 - our own condition
UNFINISHED_IDS = f"SELECT job_id FROM jobs WHERE {UNFINISHED}"  # noqa: S608 - our own condition
LATEST = "SELECT * FROM jobs ORDER BY seq DESC LIMIT ?"
COUNT_WAITING = (
    "SELECT count(*) AS waiting FROM jobs WHERE state = 'queued' AND is_leased = 0"
)
# A job's last progress is the moment when its pictures were ready.
DURATIONS = """
SELECT (progress_at - started_at) / 1e6 AS seconds FROM jobs
WHERE
    state = 'succeeded' AND provider = ? AND operation = ?
    AND started_at IS NOT NULL AND progress_at IS NOT NULL
ORDER BY ended_at DESC, seq DESC LIMIT ?
"""
RELEASE = "UPDATE jobs SET is_leased = 0 WHERE job_id = ? AND is_leased = 1"
RELEASE_ALL = "UPDATE jobs SET is_leased = 0 WHERE is_leased = 1"


class SqliteJobStore(JobStore):
    """Jobs in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def accept(
        self,
        update_ids: Sequence[int],
        placed: Placed,
        rules: QuotaRules,
        *,
        is_unlimited: bool,
    ) -> None:
        refusal = await self._database.write(
            lambda plain: _accept(
                plain, update_ids, placed, rules, is_unlimited=is_unlimited
            )
        )
        if refusal is not None:
            raise refusal

    @override
    async def claim(self, *, per_user: int) -> Job | None:
        row = await self._database.write(lambda plain: lease_next(plain, per_user))
        return None if row is None else to_job(row)

    @override
    async def release_lease(self, job_id: str) -> None:
        await self._database.write(
            lambda plain: plain.execute(RELEASE, (job_id,)).rowcount
        )

    @override
    async def release_leases(self) -> int:
        return await self._database.write(
            lambda plain: plain.execute(RELEASE_ALL).rowcount
        )

    @override
    async def save(self, job: Job, pictures: Sequence[Picture] = ()) -> Job:
        if job.state.is_final:
            raise InvalidTransition(f"save of {job.job_id} as {job.state}: finish it")
        row = to_row(job)
        saved = await self._database.write(lambda plain: _save(plain, row, pictures))
        if saved is None:
            raise InvalidTransition(f"job {job.job_id} has ended or does not exist")
        return replace(job, cancel_requested=bool(saved["cancel_requested"]))

    @override
    async def finish(self, job: Job, *, is_told: bool = False) -> None:
        await self._database.write(lambda plain: _finish(plain, job, is_told=is_told))

    @override
    async def request_cancel(self, job_id: str) -> Job | None:
        row = await self._database.write(
            lambda plain: plain.execute(CANCEL, (job_id,)).fetchone()
        )
        return None if row is None else to_job(row)

    @override
    async def get(self, job_id: str) -> Job | None:
        found = await self._find(GET, job_id)
        return found[0] if found else None

    @override
    async def place(self, job_id: str) -> int | None:
        return await self._database.read(lambda plain: place_of(plain, job_id))

    @override
    async def batch(self, status_id: str) -> tuple[Job, ...]:
        return await self._find(BATCH, status_id)

    @override
    async def unfinished_of(self, user_id: int) -> tuple[Job, ...]:
        return await self._find(UNFINISHED_OF, user_id)

    @override
    async def unfinished(self) -> frozenset[str]:
        rows = await self._database.read(
            lambda plain: plain.execute(UNFINISHED_IDS).fetchall()
        )
        return frozenset(row["job_id"] for row in rows)

    @override
    async def latest(self, limit: int) -> tuple[Job, ...]:
        return await self._find(LATEST, limit)

    @override
    async def count_waiting(self) -> int:
        row = await self._database.read(
            lambda plain: plain.execute(COUNT_WAITING).fetchone()
        )
        return int(row["waiting"])

    @override
    async def durations(
        self, provider: str, operation: str, limit: int
    ) -> tuple[float, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(
                DURATIONS, (provider, operation, limit)
            ).fetchall()
        )
        return tuple(row["seconds"] for row in rows)

    async def _find(self, query: str, value: str | int) -> tuple[Job, ...]:
        rows = await self._database.read(
            lambda plain: plain.execute(query, (value,)).fetchall()
        )
        return tuple(to_job(row) for row in rows)


def _accept(
    plain: sqlite3.Connection,
    update_ids: Sequence[int],
    placed: Placed,
    rules: QuotaRules,
    *,
    is_unlimited: bool,
) -> QuotaExceeded | None:
    if not note_handled(plain, update_ids):
        raise AlreadyHandled(f"update {update_ids[0]}")  # raising takes the notes back
    # A refusal comes back instead of being raised: the notes stay.
    if not is_unlimited and (refusal := find_lack(plain, placed.jobs, rules)):
        note_try(plain, placed.jobs[0], rules)
        return refusal
    write_status(plain, placed.status)
    for job in placed.jobs:
        plain.execute(INSERT, to_row(job))
        reserve(plain, job, rules, is_unlimited=is_unlimited)
    return None


def _save(
    plain: sqlite3.Connection, row: Mapping[str, object], pictures: Sequence[Picture]
) -> sqlite3.Row | None:
    saved: sqlite3.Row | None = plain.execute(SAVE, row).fetchone()
    if saved is not None:
        write_pictures(plain, pictures)
    return saved


def _finish(plain: sqlite3.Connection, job: Job, *, is_told: bool) -> None:
    known = plain.execute(GET, (job.job_id,)).fetchone()
    if known is None or not job.state.is_final or job.ended_at is None:
        raise InvalidTransition(f"finish of {job.job_id} as {job.state}")
    if (state := JobState(known["state"])).is_final:
        if state is not job.state:
            raise InvalidTransition(f"job {job.job_id} has {state}, not {job.state}")
    else:
        _end(plain, job, reserved=known["reserved"], ended_at=job.ended_at)
    if is_told:
        conclude(plain, job.status_id)


def _end(
    plain: sqlite3.Connection, job: Job, *, reserved: int, ended_at: datetime
) -> None:
    ended = replace(job, charged=min(job.charged, reserved))
    plain.execute(END, to_row(ended))
    settle(plain, ended.job_id, ended.charged)
    write_outcome(plain, ended, reserved=reserved, at=ended_at)
