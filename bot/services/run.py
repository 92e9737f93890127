"""One job under way, and what it is done with."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import BotError
from bot.domain.events import Event, Progressed
from bot.domain.job import Job, JobState, transition
from bot.domain.quota import QuotaRules
from bot.services.estimates import Estimates
from bot.services.inputs import Inputs
from bot.services.ports import (
    FamilyStore,
    JobStore,
    Ledger,
    Messenger,
    PictureStore,
    PictureTools,
    StatusStore,
)
from bot.services.routing import Routes
from bot.services.signals import Signal
from bot.services.slots import Slots, Ticket
from bot.services.spool import Spool
from bot.services.tally import Tally
from bot.services.values import Picture
from bot.services.views import Views
from providers.base import ImageProvider
from providers.clock import Clock
from providers.errors import ProviderError

log = structlog.get_logger("imagewright.jobs")

SAVED_EVERY = timedelta(seconds=10)  # of progress
MOST_DOWNLOADS = 24  # of results at once, over all jobs
CANCELLABLE = frozenset({JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING})


class JobFails(Exception):
    """The job ends here, for a reason that has a text."""

    def __init__(self, cause: BotError | ProviderError) -> None:
        super().__init__(cause.code)
        self.code = cause.code
        self.args_for_text = cause.args_for_text


class JobCalledOff(Exception):
    """The job was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Everything that jobs are done with.

    Attributes:
        poll_interval: the operator's, for all providers; None leaves each its own pace.
        job_timeout: seconds without progress, likewise.
        downloads: places for results on their way here; each takes a connection's buffers.
    """

    store: JobStore
    statuses: StatusStore
    pictures: PictureStore
    families: FamilyStore
    ledger: Ledger
    messenger: Messenger
    views: Views
    routes: Routes
    slots: Slots
    inputs: Inputs
    tools: PictureTools
    spool: Spool
    estimates: Estimates
    clock: Clock
    rules: QuotaRules
    tally: Tally = field(default_factory=Tally)
    poll_interval: float | None = None
    job_timeout: float | None = None
    downloads: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(MOST_DOWNLOADS)
    )


@dataclass(slots=True)
class JobRun:
    """A claimed job, its bell, and its place at the provider.

    Attributes:
        tried: providers that did not work out, those of before a restart included.
        attempts: submits that the present provider put off.
        may_be_taken: a submit has left since the state was saved; false while the job is only
            about to be submitted, so that a stop in that moment leaves nothing unknown.
        is_paying: a submit is on its way: a stop waits for its answer.
        when_paid: what the stop does then, before anything else begins.
        is_stopped_there: the provider said that it stops the task that was called off.
        when_left: called when the job needs its provider no more.
        saved_at: when this run last wrote the job down.
    """

    shop: Workshop
    job: Job
    signal: Signal
    tried: list[str] = field(default_factory=list)
    attempts: int = 0
    last_error: ProviderError | None = None
    ticket: Ticket | None = None
    may_be_taken: bool = False
    is_paying: bool = False
    when_paid: Callable[[], object] | None = None
    is_stopped_there: bool = False
    when_left: Callable[[], object] = lambda: None
    saved_at: datetime | None = None

    async def apply(self, event: Event, pictures: Sequence[Picture] = ()) -> None:
        """Change the job's state and save it, with its results: what is saved is what happened."""
        saving = asyncio.ensure_future(
            self.shop.store.save(transition(self.job, event), pictures)
        )
        try:
            self.job = await asyncio.shield(saving)
        except asyncio.CancelledError:
            # The write goes on: a stop must not put an older state over the one just saved.
            self.job = await saving
            raise
        if self.job.cancel_requested:
            self.signal.cancel_requested = True
        self.saved_at = self.shop.clock.now()
        log.debug("job.moved", on=type(event).__name__, **self.facts)

    async def note(self, event: Progressed) -> None:
        """The same for what a restart may forget: a provider's percentage is saved now and then."""
        if self.saved_at is not None and event.at - self.saved_at < SAVED_EVERY:
            self.job = transition(self.job, event)
        else:
            await self.apply(event)

    @property
    def facts(self) -> dict[str, str | None]:
        """What a line of the log says of the job."""
        return {
            "job_id": self.job.job_id,
            "provider": self.job.provider,
            "state": self.job.state,
        }

    @property
    def provider(self) -> ImageProvider:
        """The provider that has the job.

        Raises:
            JobFails: it is not configured any more.
        """
        provider = self.shop.routes.providers.get(self.job.provider or "")
        if provider is None:
            raise JobFails(ProviderError(code="provider_unavailable"))
        return provider

    def stop_if_cancelled(self) -> None:
        """Raise JobCalledOff when the user wants no more."""
        if self.signal.cancel_requested and self.job.state in CANCELLABLE:
            raise JobCalledOff

    def show(self, place: int | None = None) -> None:
        """Tell the chat how far the job is."""
        if self.job.state is JobState.RUNNING:
            fraction, left = self.shop.estimates.progress(self.job, self.age)
        else:
            fraction, left = None, None
        self.shop.views.show(
            self.job, place=place, fraction=fraction, seconds_left=left
        )

    @property
    def age(self) -> float:
        """Seconds since the provider took the job."""
        started_at = self.job.started_at or self.shop.clock.now()
        return (self.shop.clock.now() - started_at).total_seconds()

    def note_failure(self, provider: ImageProvider, error: ProviderError) -> None:
        """Let the provider's health and the operator's numbers know."""
        self.shop.tally.count(
            "provider_errors", provider=provider.name, code=error.code
        )
        self.shop.routes.health.note_failure(provider.name, error)

    def leave_slot(self) -> None:
        """Give the place at the provider to the next job."""
        if self.ticket is not None:
            self.shop.slots.give_back(self.ticket)
            self.ticket = None
            self.when_left()
