"""Many jobs at once: claims them in fair order, runs each as a task, stops in good order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from structlog.contextvars import bound_contextvars

from bot.domain.errors import BotError
from bot.domain.job import Job, JobState
from bot.services.background import begin
from bot.services.run import JobRun, Workshop, log
from bot.services.spool import PASSING
from bot.services.workflow import Workflow, conclude, new_run
from providers.base import ImageProvider
from providers.errors import ProviderError

PLACE_REFRESH = 5.0  # seconds between two rounds of "you are number k"
MOST_RECALLED = 200  # waiting jobs that are told their place again after a restart
PLACES_SHOWN = 50  # jobs that are told their place in one round
MOST_CLAIMS = (
    32  # at once: a restart with a thousand jobs must not wait for a thousand commits
)
MOST_DELIVERING = (
    3  # times MAX_JOBS whose pictures wait for their chats: they fill the disk
)
PUT_BACK_PAUSE = 30.0  # seconds before a job that broke off is offered again
CLAIM_PAUSE = 1.0  # seconds after a claim that the database refused
PAYING_GRACE = 6.0  # seconds that a stop waits for the answer to a submit under way
DISK_RESERVE = 1_000_000_000  # bytes that old originals must leave free
ENDINGS_CHECK = 60.0  # seconds between two looks for endings that nobody told
ACCOUNT_CHECK = 120.0  # seconds between two looks at accounts that broke
HOUSEKEEPING = 3600.0  # seconds between two looks at old originals


@dataclass(slots=True)
class Runner:
    """The claims, the tasks, and the bell that says there may be work.

    Attributes:
        max_jobs: MAX_JOBS.
        per_user: MAX_JOBS_PER_USER.
    """

    shop: Workshop
    max_jobs: int
    per_user: int
    is_draining: bool = False
    _running: dict[str, tuple[JobRun, asyncio.Task[None]]] = field(default_factory=dict)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _endings: set[asyncio.Task[None]] = field(default_factory=set)
    _concluding: set[str] = field(default_factory=set)
    _was_full: bool = False

    async def start(self) -> int:
        """Take up what an earlier run left; the number of jobs it had in hand."""
        left = await self.shop.store.release_leases()
        await self.shop.spool.drop(PASSING)  # pictures of people who may be forgotten
        self._loops = [
            asyncio.create_task(self._serve(), name="claims"),
            self._repeat(self._conclude_endings, ENDINGS_CHECK),
            asyncio.create_task(self._recall_waiting(), name="waiting"),
            self._repeat(self._refresh_places, PLACE_REFRESH),
            self._repeat(self._make_room, HOUSEKEEPING),
            self._repeat(self._ask_blamed, ACCOUNT_CHECK),
        ]
        return left

    async def stop(self) -> None:
        """No new jobs; running ones are put down; a submit under way gets its answer first."""
        self.is_draining = True
        await _cancel_all([*self._loops, *self._endings])
        in_hand = list(self._running.values())
        for run, task in in_hand:
            if run.is_paying:
                run.when_paid = task.cancel
            else:
                task.cancel()
        ended = asyncio.gather(*(task for _, task in in_hand), return_exceptions=True)
        grace = asyncio.ensure_future(self.shop.clock.sleep(PAYING_GRACE))
        either: set[asyncio.Future[Any]] = {ended, grace}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        grace.cancel()
        for run, task in in_hand:
            if run.is_paying:
                run.when_paid = None  # a second cancel would break off the putting down
                task.cancel()
        await ended

    def wake(self) -> None:
        """There may be something to claim."""
        self._bell.set()

    @property
    def running(self) -> int:
        """Jobs in hand."""
        return len(self._running)

    @property
    def is_full(self) -> bool:
        """Will a new job have to wait?"""
        return self._room <= 0

    @property
    def _room(self) -> int:
        """Jobs that may be claimed now.

        Those whose pictures are on their way take nobody's place, up to a point: a chat that
        Telegram lets nothing into for an hour keeps no other chat from its pictures.
        """
        delivering = sum(
            run.job.state is JobState.DELIVERING for run, _ in self._running.values()
        )
        apart = min(delivering, MOST_DELIVERING * self.max_jobs)
        return self.max_jobs - (len(self._running) - apart)

    def has(self, job_id: str) -> bool:
        """Is this job in hand?"""
        return job_id in self._running

    def cancel(self, job_id: str) -> bool:
        """Ring a job in hand to stop; False when it is not in hand."""
        if job_id not in self._running:
            return False
        self._running[job_id][0].signal.cancel()
        return True

    def conclude_soon(self, job: Job) -> None:
        """Tell the chat, in the background, how a job ended that was never in hand."""
        work = self._conclude_once(job)
        task = begin(work, if_broken="runner.ending_broke_off", job_id=job.job_id)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    def ring(self, job_id: str) -> None:
        """A provider says that there is news of a job: poll it now."""
        if job_id in self._running:
            self._running[job_id][0].signal.ring()

    def ring_by_key(self, key: str) -> None:
        """The same for who knows only the idempotency key of a submit."""
        for run, _ in self._running.values():
            if run.job.key == key:
                run.signal.ring()

    async def _serve(self) -> None:
        """Claim one; while that finds work, claim twice as many at once, in one commit."""
        size = 1
        while True:
            self._bell.clear()
            room = self._room
            self._was_full = room <= 0
            size = min(size, room)
            claims = [self._claim() for _ in range(size)]
            jobs = [job for job in await asyncio.gather(*claims) if job is not None]
            for job in jobs:
                self._begin(job)
            if not jobs:
                await self._bell.wait()
            size = min(size * 2, MOST_CLAIMS) if jobs and len(jobs) == size else 1

    async def _claim(self) -> Job | None:
        try:
            return await self.shop.store.claim(per_user=self.per_user)
        except Exception:  # noqa: BLE001 - a claim that fails must not end all claims
            log.exception("runner.claim_failed")
            await self.shop.clock.sleep(CLAIM_PAUSE)
            self._bell.set()
            return None

    def _begin(self, job: Job) -> None:
        run = new_run(self.shop, job)
        run.when_left = self._make_way
        task = asyncio.create_task(self._carry(run), name=f"job {job.job_id}")
        self._running[job.job_id] = run, task

    def _make_way(self) -> None:
        """A job has left its provider: where all places were taken, there may be one now."""
        if self._was_full:
            self.wake()

    async def _carry(self, run: JobRun) -> None:
        try:
            with bound_contextvars(
                job_id=run.job.job_id
            ):  # on other libraries' lines, too
                await Workflow(self.shop).run(run)
        except Exception:  # noqa: BLE001 - one broken job must not end the others
            # Not even the failure could be written (a full disk): it is taken up again later.
            log.exception("runner.job_broke_off", **run.facts)
            self._put_back_later(run.job.job_id)
        finally:
            del self._running[run.job.job_id]
            self.wake()

    def _put_back_later(self, job_id: str) -> None:
        work = self._put_back(job_id)
        task = begin(work, if_broken="runner.not_put_back", job_id=job_id)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def _put_back(self, job_id: str) -> None:
        """Give the lease back once the database takes it."""
        while True:
            await self.shop.clock.sleep(PUT_BACK_PAUSE)
            try:
                await self.shop.store.release_lease(job_id)
            except BotError as error:
                log.warning("runner.not_put_back", job_id=job_id, detail=str(error))
            else:
                self.wake()
                return

    def _repeat(
        self, work: Callable[[], Awaitable[None]], pause: float
    ) -> asyncio.Task[None]:
        """Do it now and after each pause; a round that fails must not end all that would follow."""

        async def rounds() -> None:
            while True:
                try:
                    await work()
                except Exception:  # noqa: BLE001 - as said: a full disk is cleared some time
                    log.exception("runner.round_failed", work=work.__name__)
                await self.shop.clock.sleep(pause)

        return asyncio.create_task(rounds(), name=work.__name__)

    async def _conclude_endings(self) -> None:
        """Messages of jobs that ended right before a crash, or by the operator's command line."""
        for status_id in await self.shop.statuses.unconcluded():
            try:
                await self._conclude_ending(status_id)
            except Exception:  # noqa: BLE001 - the others are told all the same
                log.exception("runner.ending_untold", status_id=status_id)

    async def _conclude_ending(self, status_id: str) -> None:
        if self.shop.views.has(status_id):
            return  # somebody is at it
        jobs = await self.shop.store.batch(status_id)
        untold = [job for job in jobs if job.failure or not job.charged]
        if untold:
            await self._conclude(untold[-1])
        else:
            await self.shop.statuses.conclude_status(status_id)

    async def _conclude(self, job: Job) -> None:
        await self.shop.views.open(job)
        await conclude(self.shop, job)
        self.shop.views.close(job)

    async def _conclude_once(self, job: Job) -> None:
        """The same for a message under way: the person and the operator may both call a job off."""
        if job.job_id in self._concluding or not self.shop.views.has(job.status_id):
            return
        self._concluding.add(job.job_id)
        try:
            await self._conclude(job)
        finally:
            self._concluding.discard(job.job_id)

    async def _recall_waiting(self) -> None:
        """Jobs that waited before a restart are told their place again."""
        for job_id in list(await self.shop.store.unfinished())[:MOST_RECALLED]:
            job = await self.shop.store.get(job_id)
            is_waiting = job is not None and job.state is JobState.QUEUED
            if job is not None and is_waiting and not self.has(job_id):
                await self.shop.views.open(job)

    async def _refresh_places(self) -> None:
        for job in self.shop.views.waiting(self.has, PLACES_SHOWN):
            await self._refresh_place(job)

    async def _refresh_place(self, job: Job) -> None:
        place = await self.shop.store.place(job.job_id)
        if self.has(job.job_id) or not self.shop.views.has(job.status_id):
            return  # claimed or ended while the store was asked
        if place is not None:
            self.shop.views.show(job, place=place)
            return
        stored = await self.shop.store.get(job.job_id)
        if stored is not None and stored.state is JobState.CANCELLED:
            await self._conclude_once(stored)  # by the operator's command line

    async def _ask_blamed(self) -> None:
        """Accounts that broke are asked for their balance, which costs nobody's job a try."""
        for name in self.shop.routes.health.blamed():
            await self._ask_account(self.shop.routes.providers[name])

    async def _ask_account(self, provider: ImageProvider) -> None:
        if not provider.capabilities.has_balance:
            return
        try:
            balance = await provider.balance()
        except ProviderError as error:
            log.debug("account.still_broken", provider=provider.name, code=error.code)
            return
        if balance is not None and balance.amount > 0:
            self.shop.routes.health.note_answer(provider.name)

    async def _make_room(self) -> None:
        dropped = await self.shop.spool.prune(
            self.shop.clock.now(),
            keep_free=DISK_RESERVE,
            unfinished=self.shop.store.unfinished,
        )
        if dropped:
            log.info("spool.pruned", jobs=dropped)


async def _cancel_all(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
