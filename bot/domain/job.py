"""A job: our persisted unit of work, its states, and the one function that changes them.

`docs/job-states.md` draws the machine; a test holds the two against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import singledispatch

from bot.domain.errors import InvalidTransition
from bot.domain.events import (
    Cancelled,
    Delivered,
    Event,
    Failed,
    NotTaken,
    PicturesReady,
    Progressed,
    PutDown,
    Resumed,
    Submitted,
    Submitting,
)
from bot.domain.look import Look
from bot.domain.recipe import PictureRef, Recipe
from providers.base import Progress


class JobState(StrEnum):
    """Where a job is on its way."""

    QUEUED = "queued"  # accepted and reserved; inputs may be fetched again
    SUBMITTING = "submitting"  # the call that costs may have left
    RUNNING = "running"  # the provider's id is saved
    DELIVERING = "delivering"  # every picture is in the spool
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Has the job ended?"""
        return self in FINAL_STATES

    @property
    def shows_pictures(self) -> bool:
        """May a message show its pictures by now? The job's last transaction comes a moment later."""
        return self in {JobState.DELIVERING, JobState.SUCCEEDED}


FINAL_STATES = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the answer belongs.

    Attributes:
        thread_id: topic of a forum; None for the General topic and everywhere else.
        reply_to: the user's message.
    """

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Groups and channels have negative ids (Bot API, Chat)."""
        return self.chat_id < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run of a recipe.

    Attributes:
        job_id: short, random, durable: buttons carry it for months.
        status_id: the status message that speaks of this job; a batch shares one.
        key: idempotency key of the current submit, a uuid4.
        tried: providers that did not take or failed the job, in order.
        wanted: pictures to deliver, known once a provider is chosen.
        reserved: credits set aside at accept.
        charged: credits kept at the end.
        resumes: times the runner took it up since the last progress, the first one included.
        started_at: when the provider took it.
        progress_at: last sign of life; the time-out counts from here.
    """

    job_id: str
    status_id: str
    user_id: int
    address: Address
    language: str
    recipe: Recipe
    sources: tuple[PictureRef, ...] = ()
    look: Look = field(default_factory=Look)
    state: JobState = JobState.QUEUED
    provider: str | None = None
    remote_id: str | None = None
    key: str | None = None
    tried: tuple[str, ...] = ()
    wanted: int | None = None
    progress: Progress = field(default_factory=Progress)
    notices: tuple[str, ...] = ()
    cancel_requested: bool = False
    failure: str | None = None
    failure_args: Mapping[str, str | int | float] = field(default_factory=dict)
    reserved: int = 0
    charged: int = 0
    resumes: int = 0
    parent_id: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    progress_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def can_be_cancelled(self) -> bool:
        """Is it neither over, nor called off already, nor on its way to the chat?"""
        is_late = self.state.is_final or self.state is JobState.DELIVERING
        return not (is_late or self.cancel_requested)

    @property
    def has_several(self) -> bool:
        """Does it make several pictures?"""
        return (self.wanted or 1) > 1


ALLOWED: Mapping[type[Event], frozenset[JobState]] = {
    Submitting: frozenset({JobState.QUEUED, JobState.SUBMITTING}),
    Submitted: frozenset({JobState.SUBMITTING}),
    NotTaken: frozenset({JobState.SUBMITTING, JobState.RUNNING}),
    Progressed: frozenset({JobState.RUNNING}),
    PicturesReady: frozenset({JobState.RUNNING}),
    Delivered: frozenset({JobState.DELIVERING}),
    Failed: frozenset(JobState) - FINAL_STATES,
    Cancelled: frozenset({JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING}),
    Resumed: frozenset(JobState) - FINAL_STATES,
    PutDown: frozenset(JobState) - FINAL_STATES,
}


def transition(job: Job, event: Event) -> Job:
    """The job after the event.

    Raises:
        InvalidTransition: the event cannot happen in the job's state.
    """
    if job.state not in ALLOWED[type(event)]:
        raise InvalidTransition(f"{type(event).__name__} in state {job.state}")
    return _after(event, job)


@singledispatch
def _after(event: Event, job: Job) -> Job:
    raise InvalidTransition(f"no rule for {type(event).__name__} in {job.state}")


@_after.register
def _submitting(event: Submitting, job: Job) -> Job:
    return replace(
        job,
        state=JobState.SUBMITTING,
        provider=event.provider,
        key=event.key,
        wanted=event.wanted,
        remote_id=None,
        progress=Progress(),
    )


@_after.register
def _submitted(event: Submitted, job: Job) -> Job:
    return replace(
        job,
        state=JobState.RUNNING,
        remote_id=event.remote_id,
        notices=_joined(job.notices, event.notices),
        started_at=event.at,
        progress_at=event.at,
        resumes=0,
    )


@_after.register
def _not_taken(event: NotTaken, job: Job) -> Job:
    tried = job.tried if event.may_ask_again else (*job.tried, job.provider or "")
    return replace(
        job,
        state=JobState.QUEUED,
        provider=None,
        key=job.key if event.may_ask_again else None,
        remote_id=None,
        tried=tried,
        progress=Progress(),
    )


@_after.register
def _progressed(event: Progressed, job: Job) -> Job:
    is_news = event.progress != job.progress
    return replace(
        job,
        progress=event.progress,
        notices=_joined(job.notices, event.notices),
        progress_at=event.at if is_news else job.progress_at,
        resumes=0 if is_news else job.resumes,
    )


@_after.register
def _pictures_ready(event: PicturesReady, job: Job) -> Job:
    return replace(
        job,
        state=JobState.DELIVERING,
        notices=_joined(job.notices, event.notices),
        progress=Progress(fraction=1.0),
        progress_at=event.at,
    )


@_after.register
def _failed(event: Failed, job: Job) -> Job:
    return replace(
        job,
        state=JobState.FAILED,
        failure=event.code,
        failure_args=event.args,
        charged=0,
        ended_at=event.at,
    )


@_after.register
def _delivered(event: Delivered, job: Job) -> Job:
    return replace(
        job, state=JobState.SUCCEEDED, charged=event.charged, ended_at=event.at
    )


@_after.register
def _cancelled(event: Cancelled, job: Job) -> Job:
    return replace(job, state=JobState.CANCELLED, charged=0, ended_at=event.at)


@_after.register
def _resumed(_event: Resumed, job: Job) -> Job:
    return replace(job, resumes=job.resumes + 1)


@_after.register
def _put_down(_event: PutDown, job: Job) -> Job:
    return replace(job, resumes=0)


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))
