"""From running to delivering: poll at the provider's pace until every picture is in the spool."""

from bot.domain.events import NotTaken, PicturesReady, Progressed
from bot.services.gathering import Gathered, gather
from bot.services.passing_on import move_on
from bot.services.polling import interval, is_over
from bot.services.run import JobFails, JobRun, log
from providers.base import ImageProvider, Recovery, Snapshot, Submission
from providers.errors import (
    AccountError,
    ProviderError,
    TaskFailed,
    TaskLost,
    TransientError,
)

REFRESH_ROUNDS = 5  # polls without news between two looks at the stored cancel flag
MAX_PAUSE = 60.0  # seconds; a service may ask for more, the user should not wait longer


async def follow(run: JobRun, submission: Submission | None = None) -> None:
    """Stay with a running job until its pictures are here, or it is put back in the queue.

    Args:
        run: the job.
        submission: the fresh answer to the submit, when it holds the result already.
    """
    provider = run.provider
    if run.ticket is None:
        run.ticket = run.shop.slots.occupy(provider.name)
    await run.shop.estimates.load(provider.name, run.job.recipe.operation)
    run.show()
    gathered = Gathered()
    try:
        notices = await _watch(run, provider, gathered, submission)
        _check_harvest(gathered, notices)
    except TaskLost as error:
        await _begin_again(run, provider, error)
        return
    except (TaskFailed, AccountError) as error:
        await move_on(run, provider, error)
        return
    except ProviderError as error:
        run.note_failure(provider, error)
        raise JobFails(error) from error
    await _take_in(run, gathered, notices)


async def _watch(
    run: JobRun,
    provider: ImageProvider,
    gathered: Gathered,
    submission: Submission | None,
) -> tuple[str, ...]:
    """Poll and fetch until complete or over; the notices of the last answer."""
    wanted, rounds = run.job.wanted or 1, 0
    snapshot = submission.snapshot if submission else None
    notices: tuple[str, ...] = ()
    is_away = False
    while True:
        await _stop_if_cancelled(run, provider)
        pause = interval(
            provider.capabilities.pace, run.age, fixed=run.shop.poll_interval
        )
        try:
            snapshot = snapshot or await _poll(run, provider)
        except TransientError as error:
            run.shop.tally.count(
                "provider_errors", provider=provider.name, code=error.code
            )
            log.info("poll.failed", code=error.code, detail=error.detail, **run.facts)
            pause = max(pause, min(error.retry_after or 0.0, MAX_PAUSE))
            is_away = True
        else:
            notices, is_away = snapshot.notices, False
            await gather(run, provider, snapshot, gathered)
            await _note_progress(run, snapshot)
            if gathered.is_complete(snapshot, wanted):
                return notices
        if _is_time_out(run, provider):
            if gathered.fetched:
                return notices
            raise _timed_out(is_away=is_away)
        snapshot, rounds = None, rounds + 1
        if rounds % REFRESH_ROUNDS == 0:
            await _look_for_cancel(run)
        await run.signal.pause(pause)


async def _poll(run: JobRun, provider: ImageProvider) -> Snapshot:
    run.shop.tally.count("polls", provider=provider.name)
    return await provider.poll(run.job.remote_id or "")


async def _note_progress(run: JobRun, snapshot: Snapshot) -> None:
    if snapshot.progress != run.job.progress:
        now = run.shop.clock.now()
        await run.note(
            Progressed(progress=snapshot.progress, at=now, notices=snapshot.notices)
        )
    run.show()


async def _stop_if_cancelled(run: JobRun, provider: ImageProvider) -> None:
    if run.signal.cancel_requested and provider.capabilities.can_cancel:
        try:
            run.is_stopped_there = await provider.cancel(run.job.remote_id or "")
        except ProviderError as error:
            # The user's no stands, whatever the service says: its result is dropped.
            log.info("cancel.refused", code=error.code, **run.facts)
    run.stop_if_cancelled()


async def _look_for_cancel(run: JobRun) -> None:
    """The operator's command line may have set the flag from another process."""
    stored = await run.shop.store.get(run.job.job_id)
    if stored is not None and stored.cancel_requested:
        run.signal.cancel()


def _is_time_out(run: JobRun, provider: ImageProvider) -> bool:
    now = run.shop.clock.now()
    return is_over(
        provider.capabilities.pace,
        now=now,
        progress_at=run.job.progress_at or now,
        started_at=run.job.started_at or now,
        fixed=run.shop.job_timeout,
    )


def _timed_out(*, is_away: bool) -> Exception:
    """Who is down is replaced like who failed; who is only slow is at work, and paid for it."""
    if is_away:
        return TaskFailed("away until the time-out", code="timed_out")
    return JobFails(ProviderError(code="timed_out"))


async def _begin_again(run: JobRun, provider: ImageProvider, error: TaskLost) -> None:
    """A lost task is submitted anew only where that costs nothing; elsewhere the next one is asked."""
    if provider.capabilities.recovery is not Recovery.REPEAT:
        await move_on(run, provider, error)
        return
    await run.apply(NotTaken(may_ask_again=True))
    run.leave_slot()


def _check_harvest(gathered: Gathered, notices: tuple[str, ...]) -> None:
    """Hold back an end without a picture: the service failed, unless it was for what is drawn."""
    if gathered.fetched:
        return
    if "some_refused" in notices:
        raise JobFails(ProviderError(code="no_result"))
    raise TaskFailed("no picture that can be used", code="no_result")


async def _take_in(run: JobRun, gathered: Gathered, notices: tuple[str, ...]) -> None:
    wanted = run.job.wanted or 1
    if len(gathered.fetched) < wanted and not set(notices) & {
        "some_refused",
        "partial_result",
    }:
        notices = (*notices, "partial_result")
    now = run.shop.clock.now()
    seconds = run.age
    await run.apply(PicturesReady(at=now, notices=notices), gathered.pictures)
    run.shop.estimates.add(run.provider.name, run.job.recipe.operation, seconds)
    run.leave_slot()
