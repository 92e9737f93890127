"""From queued to running: inputs, provider, a place there, and the order."""

from dataclasses import replace

from bot.domain.errors import Refused
from bot.services.passing_on import PAUSES, ask_again_later, has_other, move_on
from bot.services.paying import order
from bot.services.requests import price_of, request_of, wanted_of
from bot.services.run import JobFails, JobRun
from bot.services.sourcing import fetch_sources
from providers.base import ImageProvider, Request, SourcePicture, Submission
from providers.errors import ProviderError, TransientError

WAIT_REFRESH = 5.0  # seconds between two looks at the own place in line


async def submit(run: JobRun) -> Submission | None:
    """Bring a queued job to a provider; None when the loop has to look at it again."""
    sources = await fetch_sources(run)
    _loosen(run, sources)
    wish = request_of(run.job.recipe, sources)
    provider = _choose(run, wish)
    request = _affordable(run, provider, wish)
    await _wait_for_slot(run, provider)
    try:
        return await order(run, provider, request)
    except TransientError as error:
        if run.attempts < len(PAUSES) and not has_other(run, provider, sources):
            await ask_again_later(run, provider, error)
        else:
            await move_on(run, provider, error)
        return None
    except ProviderError as error:
        await move_on(run, provider, error)
        return None


def _loosen(run: JobRun, sources: tuple[SourcePicture, ...]) -> None:
    """Give up standing choices once nobody is left who is well and takes them.

    The next save writes it down, so that an order that is repeated is the same one.
    """
    recipe = run.job.recipe
    if recipe.habits and not run.shop.routes.has_other(
        request_of(recipe, sources),
        insist=recipe.provider,
        tried=(*run.job.tried, *run.tried),
    ):
        run.job = replace(run.job, recipe=recipe.loosened)


def _choose(run: JobRun, request: Request) -> ImageProvider:
    try:
        return run.shop.routes.choose(
            request,
            insist=run.job.recipe.provider,
            tried=(*run.job.tried, *run.tried),
        )
    except Refused as refusal:
        raise JobFails(run.last_error or refusal) from refusal


def _affordable(run: JobRun, provider: ImageProvider, request: Request) -> Request:
    """The request cut to what was reserved, when a dearer provider takes over.

    The user agreed to the price of the first one: nobody pays more for somebody else's fault.
    """
    reserved, count = run.job.reserved, wanted_of(provider, request)
    while count > 1 and price_of(provider, request, count) > reserved > 0:
        count -= 1
    if count == wanted_of(provider, request):
        return request
    return replace(request, count=count)


async def _wait_for_slot(run: JobRun, provider: ImageProvider) -> None:
    slots = run.shop.slots
    if run.ticket is not None and run.ticket.provider != provider.name:
        run.leave_slot()
    if run.ticket is None:
        run.ticket = slots.ask(provider.name, run.signal.ring)
    while not run.ticket.is_granted:
        run.show(place=slots.ahead(run.ticket))
        await run.signal.pause(WAIT_REFRESH)
        run.stop_if_cancelled()
