"""A submit whose answer nobody has: looked up where possible, never repeated blindly."""

from dataclasses import replace

from bot.domain.events import NotTaken, Submitted
from bot.services.passing_on import PAUSES, move_on, wait_out
from bot.services.paying import order
from bot.services.requests import request_of
from bot.services.run import JobFails, JobRun
from bot.services.sourcing import fetch_sources
from providers.base import ImageProvider, Recovery, Submission
from providers.errors import ProviderError, SubmissionUnknown, TransientError

FIND_PAUSE = 3.0  # seconds between two look-ups of a submit whose answer was lost


async def recover(run: JobRun) -> Submission | None:
    """A submit whose answer nobody has: look it up where possible, never repeat it blindly."""
    provider = run.provider
    recovery = provider.capabilities.recovery
    if recovery is Recovery.NONE:
        raise JobFails(SubmissionUnknown())
    if recovery is Recovery.REPEAT:
        await run.apply(NotTaken(may_ask_again=True))
        return None
    if run.ticket is None:
        run.ticket = run.shop.slots.occupy(provider.name)
    remote_id = await _find(run, provider)
    if remote_id is None:
        return await _order_again(run, provider)
    await run.apply(Submitted(remote_id=remote_id, at=run.shop.clock.now()))
    return None


async def _order_again(run: JobRun, provider: ImageProvider) -> Submission | None:
    """The service does not know the key, and its grace is over: order there with the same key.

    The job stays `submitting` there, so that a task which appears very late is the same one and
    never a second one at somebody else's.
    """
    wish = request_of(run.job.recipe, await fetch_sources(run))
    try:
        return await order(run, provider, replace(wish, count=run.job.wanted))
    except TransientError as error:
        if run.attempts >= len(PAUSES):
            await move_on(run, provider, error)
        else:
            await wait_out(run, provider, error)
        return None
    except ProviderError as error:
        await move_on(run, provider, error)
        return None


async def _find(run: JobRun, provider: ImageProvider) -> str | None:
    """Ask for the key until the service answers and the grace is over."""
    clock, pace = run.shop.clock, provider.capabilities.pace
    began = clock.monotonic()
    while True:
        age = clock.monotonic() - began
        try:
            remote_id = await provider.find(run.job.key or "")
        except TransientError as error:
            if age >= pace.deadline:
                raise JobFails(SubmissionUnknown()) from error
        except ProviderError as error:
            raise JobFails(SubmissionUnknown()) from error
        else:
            if remote_id is not None or age >= pace.unknown_grace:
                return remote_id
        await run.signal.pause(FIND_PAUSE)
