"""One job from claim to end: a loop over its state, and the one place where jobs end."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import BotError, DeliveryError, InvalidTransition
from bot.domain.events import (
    Cancelled,
    Delivered,
    Failed,
    NotTaken,
    PutDown,
)
from bot.domain.job import Job, JobState, transition
from bot.domain.quota import charge, price
from bot.services.family import step_of
from bot.services.following import follow
from bot.services.menus import menu_of
from bot.services.ordering import submit
from bot.services.recovering import recover
from bot.services.run import JobCalledOff, JobFails, JobRun, Workshop, log
from bot.services.signals import Signal
from bot.services.values import Delivery, Picture
from providers.base import Submission

MOST_IN_ALBUM = 10  # Bot API sendMediaGroup
MAX_RESUMES = (
    3  # taken up, resumed, resumed again: who dies each time is not tried a fourth time
)


@dataclass(frozen=True, slots=True)
class Workflow:
    """Runs claimed jobs; holds no state of its own."""

    shop: Workshop

    async def run(self, run: JobRun) -> None:
        """Carry a job to its end, or put it down in good order when cancelled by a stop."""
        try:
            await self.shop.views.open(run.job)
            await self._advance(run)
        except asyncio.CancelledError:
            await asyncio.shield(self._put_down(run))
            raise
        except InvalidTransition:
            # Somebody else ended the job between our look and our write; nothing is left to do.
            log.info("job.ended_elsewhere", **run.facts)
            await self._say_goodbye(run)
        finally:
            run.leave_slot()
            self.shop.views.close(run.job)

    async def _advance(self, run: JobRun) -> None:
        try:
            if run.job.resumes > _most_resumes(run.job):
                raise JobFails(BotError(code="crashed"))  # noqa: TRY301 - ends as any failure does
            await self._walk(run)
        except JobCalledOff:
            await self._end(run, Cancelled(at=self.shop.clock.now()))
        except JobFails as failure:
            await self._fail(run, failure.code, failure)
        except (InvalidTransition, asyncio.CancelledError):
            raise
        except Exception:  # noqa: BLE001 - whatever it was: logged once, the user is told
            log.exception("job.internal_error", **run.facts)
            await self._fail(run, "internal", None)

    async def _walk(self, run: JobRun) -> None:
        submission: Submission | None = None
        while not run.job.state.is_final:
            match run.job.state:
                case JobState.QUEUED:
                    submission = await submit(run)
                case JobState.SUBMITTING:
                    submission = await recover(run)
                case JobState.RUNNING:
                    await follow(run, submission)
                    submission = None
                case JobState.DELIVERING:
                    await self._deliver(run)
                case _:
                    return

    async def _deliver(self, run: JobRun) -> None:
        """Hand the pictures over, then settle: who has nothing pays nothing."""
        shop, job = self.shop, run.job
        pictures, found = await asyncio.gather(
            shop.pictures.pictures(job.job_id), shop.pictures.receipts(job.job_id)
        )
        receipts = {receipt.sending: receipt for receipt in found}
        async with shop.views.turn(job):
            view, is_last = shop.views.ending(job, delivered=len(pictures))
            try:
                await shop.messenger.deliver(
                    Delivery(
                        job=job,
                        view=view,
                        pictures=pictures,
                        receipts=receipts,
                        is_last=is_last,
                        step=await step_of(job, shop.families),
                        menu=menu_of(job, pictures, shop.routes),
                    )
                )
            except DeliveryError as error:
                log.warning(
                    "delivery.failed", code=error.code, detail=str(error), **run.facts
                )
                pictures = await self._arrived(job, pictures)
                if not pictures:
                    raise JobFails(error) from error
            await self._settle(run, len(pictures), is_told=is_last)
        await self._sweep(run)

    async def _sweep(self, run: JobRun) -> None:
        """Leave only the results. The job has ended well: a disk that will not changes nothing."""
        try:
            await self.shop.spool.keep_results(run.job.job_id)
        except OSError as error:  # the next housekeeping tries again
            log.warning("spool.not_swept", detail=str(error), **run.facts)

    async def _arrived(
        self, job: Job, pictures: tuple[Picture, ...]
    ) -> tuple[Picture, ...]:
        """What Telegram has confirmed of a delivery that broke off."""
        receipts = await self.shop.pictures.receipts(job.job_id)
        arrived = {
            number for r in receipts if r.is_done for number in _numbers_in(r.sending)
        }
        return tuple(picture for picture in pictures if picture.number in arrived)

    async def _settle(self, run: JobRun, delivered: int, *, is_told: bool) -> None:
        job = run.job
        worth = price(
            job.recipe.operation,
            scale=job.recipe.scale,
            pictures=delivered,
            bundled=self._is_bundled(job),
        )
        kept = charge(job.reserved, worth)
        run.job = transition(job, Delivered(charged=kept, at=self.shop.clock.now()))
        await self.shop.store.finish(run.job, is_told=is_told)
        self.shop.views.note(run.job)
        self.shop.tally.count("jobs_ended", state=run.job.state)
        log.info("job.succeeded", pictures=delivered, charged=kept, **run.facts)

    def _is_bundled(self, job: Job) -> bool:
        """Were the pictures billed together? A provider that is gone by now billed them singly."""
        provider = self.shop.routes.providers.get(job.provider or "")
        if provider is None:
            return False
        return provider.capabilities.operations[job.recipe.operation].bundled

    async def _fail(self, run: JobRun, code: str, failure: JobFails | None) -> None:
        args = failure.args_for_text if failure else {}
        await self._end(run, Failed(code=code, at=self.shop.clock.now(), args=args))

    async def _end(self, run: JobRun, event: Failed | Cancelled) -> None:
        """Release first, tell the chat last; a crash between the two is mended at the start."""
        run.leave_slot()
        run.job = transition(run.job, event)
        await self.shop.store.finish(run.job)
        self.shop.tally.count("jobs_ended", state=run.job.state)
        log.info("job.ended", failure=run.job.failure, **run.facts)
        await self.shop.spool.drop(run.job.job_id)
        await conclude(self.shop, run.job)

    async def _say_goodbye(self, run: JobRun) -> None:
        """Show an ending that another process wrote."""
        stored = await self.shop.store.get(run.job.job_id)
        if stored is not None and stored.state.is_final:
            run.job = stored
            await self.shop.spool.drop(stored.job_id)
            if stored.state is not JobState.SUCCEEDED:
                await conclude(self.shop, stored)

    async def _put_down(self, run: JobRun) -> None:
        if run.job.state is JobState.SUBMITTING and not run.may_be_taken:
            await run.apply(NotTaken(may_ask_again=True))  # nothing had left yet
        if not run.job.state.is_final:
            await run.apply(PutDown())
            await self.shop.store.release_lease(run.job.job_id)
            log.info("job.put_down", **run.facts)


def _most_resumes(job: Job) -> int:
    """Pictures that are paid for and on the disk get more chances than an order."""
    return 3 * MAX_RESUMES if job.state is JobState.DELIVERING else MAX_RESUMES


def _numbers_in(sending: str) -> Iterable[int]:
    """The pictures of a sending: "document-3", "documents-1-4", "album-2", "message"."""
    kind, _, number = sending.partition("-")
    match kind:
        case "document":
            return (int(number),)
        case "documents":
            lowest, _, highest = number.partition("-")
            return range(int(lowest), int(highest) + 1)
        case "album":
            first = (int(number or 1) - 1) * MOST_IN_ALBUM + 1
            return range(first, first + MOST_IN_ALBUM)
        case "message":
            return range(1, 100)
        case _:
            return ()


async def conclude(shop: Workshop, job: Job) -> None:
    """Show how a job ended that delivered nothing, and note that it was shown."""
    if not shop.views.has(job.status_id):
        return
    async with shop.views.turn(job):
        if not shop.views.has(job.status_id):
            return  # called off in the moment of its claim: whoever ended it has told
        view, is_last = shop.views.ending(
            job, allowance_left=await _credits_left(shop, job)
        )
        if not is_last:
            shop.messenger.show(view)
            return
        await shop.messenger.conclude(view)
        await shop.statuses.conclude_status(job.status_id)


async def _credits_left(shop: Workshop, job: Job) -> int | None:
    allowances = await shop.ledger.allowances(
        job.user_id, job.address.chat_id, shop.rules, shop.clock.now()
    )
    lefts = [allowance.left for allowance in allowances if allowance.left is not None]
    return min(lefts, default=None)


def new_run(shop: Workshop, job: Job) -> JobRun:
    """A run for a job that was just claimed."""
    signal = Signal(shop.clock, cancel_requested=job.cancel_requested)
    may_be_taken = job.state is JobState.SUBMITTING
    return JobRun(shop, job, signal, tried=list(job.tried), may_be_taken=may_be_taken)
