"""Jobs in memory."""

from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from bot.domain.errors import AlreadyHandled, InvalidTransition
from bot.domain.events import Resumed
from bot.domain.job import Job, JobState, transition
from bot.domain.quota import QuotaRules
from bot.services.ports import JobStore
from bot.services.values import Picture, Placed
from tests.fakes.shelves import Shelves
from tests.fakes.wallets import check, note_try, reserve, settle


class FakeJobStore(JobStore):
    """Jobs in a dict; claims by looking at all of them."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def accept(
        self,
        update_ids: Sequence[int],
        placed: Placed,
        rules: QuotaRules,
        *,
        is_unlimited: bool,
    ) -> None:
        if self._shelves.was_handled(update_ids):
            raise AlreadyHandled(f"update {update_ids[0]}")
        self._shelves.note_handled(update_ids)
        if not is_unlimited:
            note_try(self._shelves, placed.jobs[0], rules)
            check(self._shelves, placed.jobs, rules)
        self._shelves.statuses[placed.status.status_id] = placed.status
        for job in placed.jobs:
            self._shelves.jobs[job.job_id] = job
            reserve(self._shelves, job, rules, is_unlimited=is_unlimited)

    @override
    async def claim(self, *, per_user: int) -> Job | None:
        begun = [
            job
            for job in self._unfinished()
            if job.state is not JobState.QUEUED
            and job.job_id not in self._shelves.leased
        ]
        free = [job for job in self._waiting() if self._leased_of(job) < per_user]
        turn = begun or sorted(free, key=self._last_claim)
        if not turn:
            return None
        job = transition(turn[0], Resumed())
        self._shelves.jobs[job.job_id] = job
        self._shelves.leased.add(job.job_id)
        self._shelves.claims.append(job.user_id)
        return job

    @override
    async def release_lease(self, job_id: str) -> None:
        self._shelves.leased.discard(job_id)

    @override
    async def release_leases(self) -> int:
        count = len(self._shelves.leased)
        self._shelves.leased.clear()
        return count

    @override
    async def save(self, job: Job, pictures: Sequence[Picture] = ()) -> Job:
        known = self._shelves.jobs.get(job.job_id)
        if known is None or known.state.is_final or job.state.is_final:
            raise InvalidTransition(f"save of {job.job_id} as {job.state}")
        saved = self._with_flag(job, known)
        self._shelves.jobs[job.job_id] = saved
        self._shelves.put(pictures)
        return saved

    @override
    async def finish(self, job: Job, *, is_told: bool = False) -> None:
        known = self._shelves.jobs.get(job.job_id)
        if known is None or not job.state.is_final or job.ended_at is None:
            raise InvalidTransition(f"finish of {job.job_id} as {job.state}")
        if known.state.is_final:
            if known.state is not job.state:
                raise InvalidTransition(f"job {job.job_id} has {known.state}")
        else:
            self._end(job, known)
        if is_told:
            self._shelves.concluded.add(job.status_id)

    @override
    async def request_cancel(self, job_id: str) -> Job | None:
        job = self._shelves.jobs.get(job_id)
        if job is None or job.state.is_final:
            return None
        flagged = replace(job, cancel_requested=True)
        self._shelves.jobs[job_id] = flagged
        return flagged

    @override
    async def get(self, job_id: str) -> Job | None:
        return self._shelves.jobs.get(job_id)

    @override
    async def place(self, job_id: str) -> int | None:
        waiting, claims = self._waiting(), list(self._shelves.claims)
        if job_id not in {job.job_id for job in waiting}:
            return None
        for place in range(len(waiting)):  # play the claims to come
            turn = min(waiting, key=lambda job: _last_index(claims, job.user_id))
            if turn.job_id == job_id:
                return place
            waiting.remove(turn)
            claims.append(turn.user_id)
        raise AssertionError("a waiting job is claimed some time")

    @override
    async def batch(self, status_id: str) -> tuple[Job, ...]:
        return tuple(
            job for job in self._shelves.jobs.values() if job.status_id == status_id
        )

    @override
    async def unfinished_of(self, user_id: int) -> tuple[Job, ...]:
        return tuple(job for job in self._unfinished() if job.user_id == user_id)

    @override
    async def unfinished(self) -> frozenset[str]:
        return frozenset(job.job_id for job in self._unfinished())

    @override
    async def latest(self, limit: int) -> tuple[Job, ...]:
        return tuple(reversed(self._shelves.jobs.values()))[:limit]

    @override
    async def count_waiting(self) -> int:
        return len(self._waiting())

    @override
    async def durations(
        self, provider: str, operation: str, limit: int
    ) -> tuple[float, ...]:
        ended = [
            (job.ended_at, (job.progress_at - job.started_at).total_seconds())
            for job in self._shelves.jobs.values()
            if job.state is JobState.SUCCEEDED
            and job.provider == provider
            and job.recipe.operation == operation
            and job.started_at
            and job.progress_at
            and job.ended_at
        ]
        newest = sorted(ended, key=lambda pair: pair[0])[::-1]
        return tuple(seconds for _, seconds in newest[:limit])

    def _end(self, job: Job, known: Job) -> None:
        ended = self._with_flag(
            replace(job, charged=min(job.charged, known.reserved)), known
        )
        self._shelves.jobs[job.job_id] = ended
        self._shelves.leased.discard(job.job_id)
        settle(self._shelves, ended)

    def _unfinished(self) -> list[Job]:
        return [job for job in self._shelves.jobs.values() if not job.state.is_final]

    def _waiting(self) -> list[Job]:
        return [
            job
            for job in self._unfinished()
            if job.state is JobState.QUEUED and job.job_id not in self._shelves.leased
        ]

    def _leased_of(self, job: Job) -> int:
        jobs = self._shelves.jobs
        return sum(
            jobs[job_id].user_id == job.user_id for job_id in self._shelves.leased
        )

    def _last_claim(self, job: Job) -> int:
        return _last_index(self._shelves.claims, job.user_id)

    def _with_flag(self, job: Job, known: Job) -> Job:
        flag = job.cancel_requested or known.cancel_requested
        return replace(job, cancel_requested=flag)


def _last_index(claims: Sequence[int], user_id: int) -> int:
    """When a user was last claimed for, counted over all claims; -1: never."""
    indexes = [index for index, owner in enumerate(claims) if owner == user_id]
    return indexes[-1] if indexes else -1
