"""Orders and jobs for the suites, with only what a test speaks of said out loud."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import (
    Cancelled,
    Delivered,
    Failed,
    PicturesReady,
    Submitted,
    Submitting,
)
from bot.domain.job import Address, Job, transition
from bot.domain.quota import QuotaRules, Wallet
from bot.domain.recipe import Recipe
from bot.services.ports import JobStore, Ledger
from bot.services.values import Picture, Placed, Status
from providers.base import Operation

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
NO_LIMITS = QuotaRules(user_daily=None)
numbers = itertools.count(1)


def make_job(
    *, user_id: int = 7, chat_id: int | None = None, price: int = 1, **changes: Any
) -> Job:
    """A queued job of a private chat, with ids of its own."""
    number = next(numbers)
    job = Job(
        job_id=f"job{number}",
        status_id=f"status{number}",
        user_id=user_id,
        address=Address(chat_id=user_id if chat_id is None else chat_id),
        language="en",
        recipe=Recipe(operation=Operation.GENERATE, prompt="a fox"),
        reserved=price,
        created_at=NOON,
    )
    return replace(job, **changes)


def place(*jobs: Job) -> Placed:
    """The jobs as one order under the first one's status message."""
    status_id = jobs[0].status_id
    return Placed(
        status=Status(status_id=status_id, address=jobs[0].address),
        jobs=tuple(replace(job, status_id=status_id) for job in jobs),
    )


async def accept(
    jobs: JobStore,
    *ordered: Job,
    rules: QuotaRules = NO_LIMITS,
    is_unlimited: bool = False,
) -> tuple[Job, ...]:
    """Accept one order, brought by an update of its own."""
    placed = place(*ordered)
    await jobs.accept(
        [1_000_000 + next(numbers)], placed, rules, is_unlimited=is_unlimited
    )
    return placed.jobs


def submitting(job: Job, provider: str = "demo") -> Job:
    """The job right before the call that costs."""
    return transition(job, Submitting(provider=provider, key="key", wanted=1))


def running(job: Job, at: datetime = NOON, provider: str = "demo") -> Job:
    """The job at its provider."""
    return transition(submitting(job, provider), Submitted(remote_id="remote", at=at))


def delivering(job: Job, seconds: float = 5, provider: str = "demo") -> Job:
    """The job with its pictures in the spool."""
    ready = PicturesReady(at=NOON + timedelta(seconds=seconds))
    return transition(running(job, provider=provider), ready)


def succeeded(job: Job, charged: int = 1, at: datetime = NOON) -> Job:
    """The job in the chat."""
    return transition(delivering(job), Delivered(charged=charged, at=at))


def failed(job: Job, at: datetime = NOON) -> Job:
    """The job with a reason."""
    return transition(job, Failed(code="moderation", at=at))


def cancelled(job: Job, at: datetime = NOON) -> Job:
    """The job called off."""
    return transition(job, Cancelled(at=at))


def make_pictures(job: Job, count: int) -> tuple[Picture, ...]:
    """Results of a job."""
    return tuple(
        Picture(
            job_id=job.job_id,
            number=number,
            path=None,
            media_type="image/png",
            width=64,
            height=48,
            size=1000,
        )
        for number in range(1, count + 1)
    )


async def claim_all(jobs: JobStore, *, per_user: int = 100) -> Sequence[Job]:
    """Claim until nothing waits; the jobs in the order of their turns."""
    found: list[Job] = []
    while (job := await jobs.claim(per_user=per_user)) is not None:
        found.append(job)
    return found


async def used(
    ledger: Ledger, wallet: Wallet, rules: QuotaRules, chat_id: int = 7
) -> int:
    """Credits counted in a wallet at noon."""
    seen = replace(rules, group_daily=rules.group_daily or 99)
    found = await ledger.allowances(7, chat_id, seen, NOON)
    return next((one.used for one in found if one.wallet is wallet), 0)
