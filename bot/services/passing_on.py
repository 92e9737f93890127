"""What follows when a provider did not take a job: ask it again later, ask the next one, or give up."""

from bot.domain.events import NotTaken
from bot.domain.job import JobState
from bot.services.requests import request_of
from bot.services.run import JobFails, JobRun, log
from providers.base import ImageProvider, SourcePicture
from providers.errors import (
    AccountError,
    ProviderError,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)

# Seconds before a busy provider is asked again (contracts 1.9).
PAUSES = (5.0, 15.0, 45.0)


async def move_on(run: JobRun, provider: ImageProvider, error: ProviderError) -> None:
    """The provider did not take the job, or failed it: the next one is asked, or the job ends.

    Raises:
        JobFails: it would fail anywhere, such as for what is drawn.
    """
    run.last_error = error
    run.note_failure(provider, error)
    match error:
        case UnsupportedRequest() | TaskFailed() | TaskLost() | TransientError():
            log.info("provider.failed", code=error.code, **run.facts)
        case AccountError():
            log.error(
                "provider.account", code=error.code, detail=error.detail, **run.facts
            )
        case _:
            raise JobFails(error)
    run.tried.append(provider.name)
    run.attempts = 0
    run.leave_slot()
    if run.job.state is not JobState.QUEUED:
        await run.apply(NotTaken())


def has_other(
    run: JobRun, provider: ImageProvider, sources: tuple[SourcePicture, ...]
) -> bool:
    """Could another one that is well begin at once? Standing choices hold nobody back."""
    recipe = run.job.recipe.loosened
    return run.shop.routes.has_other(
        request_of(recipe, sources),
        insist=recipe.provider,
        tried=(*run.job.tried, *run.tried, provider.name),
    )


async def ask_again_later(
    run: JobRun, provider: ImageProvider, error: TransientError
) -> None:
    """Back in the queue, so that nothing of a pause can look like a submit under way."""
    if run.job.state is not JobState.QUEUED:
        await run.apply(NotTaken(may_ask_again=True))
    await wait_out(run, provider, error)


async def wait_out(run: JobRun, provider: ImageProvider, error: TransientError) -> None:
    """Let a busy provider have its pause; a cancel ends it."""
    run.last_error = error
    run.note_failure(provider, error)
    pause = error.retry_after if error.retry_after is not None else PAUSES[run.attempts]
    run.attempts += 1
    log.info("provider.busy", code=error.code, pause=pause, **run.facts)
    await run.signal.pause(min(pause, PAUSES[-1] * 2))
    run.stop_if_cancelled()
