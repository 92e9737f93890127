"""From queued to running: inputs, provider, and the one call that costs."""

import uuid
from dataclasses import replace

from bot.domain.errors import Refused, Unreachable
from bot.domain.events import NotTaken, Submitted, Submitting
from bot.domain.job import JobState
from bot.domain.quota import price
from bot.domain.recipe import Recipe
from bot.services.coarse import CoarsePictures
from bot.services.run import JobFails, JobRun, log
from providers.base import (
    ImageProvider,
    Operation,
    Prepared,
    Recovery,
    Request,
    SourcePicture,
    Submission,
)
from providers.errors import (
    AccountError,
    ProviderError,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)

PAUSES = (
    5.0,
    15.0,
    45.0,
)  # seconds before a busy provider is asked again (contracts 1.9)
# Telegram away is not the job's fault: its files are asked for again for half an hour.
INPUT_PAUSES = (*PAUSES, *(PAUSES[-1],) * 40)
WAIT_REFRESH = 5.0  # seconds between two looks at the own place in line
FIND_PAUSE = 3.0  # seconds between two look-ups of a submit whose answer was lost


def request_of(recipe: Recipe, sources: tuple[SourcePicture, ...]) -> Request:
    """A recipe in the providers' words."""
    return Request(
        operation=recipe.operation,
        prompt=recipe.instruction,
        negative_prompt=recipe.negative_prompt,
        sources=sources,
        aspect_ratio=recipe.aspect_ratio,
        count=recipe.count,
        model=recipe.model,
        seed=recipe.seed,
        scale=recipe.scale,
        options=recipe.options,
    )


async def submit(run: JobRun) -> Submission | None:
    """Bring a queued job to a provider; None when the loop has to look at it again."""
    sources = await _fetch_inputs(run)
    _loosen(run, sources)
    wish = request_of(run.job.recipe, sources)
    provider = _choose(run, wish)
    request = _affordable(run, provider, wish)
    await _wait_for_slot(run, provider)
    try:
        return await _order(run, provider, request)
    except TransientError as error:
        if run.attempts < len(PAUSES) and not _has_other(run, provider, sources):
            await _ask_again_later(run, provider, error)
        else:
            await move_on(run, provider, error)
        return None
    except ProviderError as error:
        await move_on(run, provider, error)
        return None


async def _order(
    run: JobRun, provider: ImageProvider, request: Request
) -> Submission | None:
    """Upload, save that the job may be taken from now on, pay."""
    prepared = await provider.prepare(await _fitted(run, provider, request))
    run.stop_if_cancelled()
    run.may_be_taken = run.job.state is JobState.SUBMITTING
    await run.apply(
        Submitting(
            provider=provider.name,
            key=run.job.key or str(uuid.uuid4()),
            wanted=wanted_of(provider, request),
        )
    )
    try:
        return await _pay(run, provider, prepared)
    except SubmissionUnknown as error:
        # The job stays `submitting`: the next step looks it up before anything else happens.
        log.warning("job.submission_unknown", detail=error.detail, **run.facts)
        return None


async def _pay(run: JobRun, provider: ImageProvider, prepared: Prepared) -> Submission:
    """The call that costs. A stop of the bot waits until its answer is written down."""
    run.show()
    run.is_paying = True
    coarse = CoarsePictures(run)
    if not run.job.address.is_group and not run.job.look.is_file_only:
        prepared = replace(prepared, preview=coarse)
    try:
        run.shop.routes.health.note_asked(provider.name)
        run.shop.tally.count("submits", provider=provider.name)
        run.may_be_taken = True
        submission = await provider.submit(prepared, run.job.key or "")
        run.shop.routes.health.note_answer(provider.name)
        notices = submission.notices
        if run.tried:
            notices = (*notices, "other_provider")
        await run.apply(
            Submitted(
                remote_id=submission.remote_id, at=run.shop.clock.now(), notices=notices
            )
        )
    finally:
        run.is_paying = False
        if run.when_paid is not None:
            run.when_paid()
        # Whatever ended it, a probe is over: one that stayed open would lock the provider out.
        run.shop.routes.health.note_unasked(provider.name)
        await coarse.close()
    return submission


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
    wish = request_of(run.job.recipe, await _fetch_inputs(run))
    try:
        return await _order(run, provider, replace(wish, count=run.job.wanted))
    except TransientError as error:
        if run.attempts >= len(PAUSES):
            await move_on(run, provider, error)
        else:
            await _wait_out(run, provider, error)
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


def _has_other(
    run: JobRun, provider: ImageProvider, sources: tuple[SourcePicture, ...]
) -> bool:
    """Could another one that is well begin at once? Standing choices hold nobody back."""
    recipe = run.job.recipe.loosened
    return run.shop.routes.has_other(
        request_of(recipe, sources),
        insist=recipe.provider,
        tried=(*run.job.tried, *run.tried, provider.name),
    )


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


async def _ask_again_later(
    run: JobRun, provider: ImageProvider, error: TransientError
) -> None:
    """Back in the queue, so that nothing of a pause can look like a submit under way."""
    if run.job.state is not JobState.QUEUED:
        await run.apply(NotTaken(may_ask_again=True))
    await _wait_out(run, provider, error)


async def _wait_out(
    run: JobRun, provider: ImageProvider, error: TransientError
) -> None:
    run.last_error = error
    run.note_failure(provider, error)
    pause = error.retry_after if error.retry_after is not None else PAUSES[run.attempts]
    run.attempts += 1
    log.info("provider.busy", code=error.code, pause=pause, **run.facts)
    await run.signal.pause(min(pause, PAUSES[-1] * 2))
    run.stop_if_cancelled()


async def _fetch_inputs(run: JobRun) -> tuple[SourcePicture, ...]:
    for pause in (*INPUT_PAUSES, None):
        run.stop_if_cancelled()
        try:
            return await run.shop.inputs.fetch(run.job)
        except Refused as refusal:
            raise JobFails(refusal) from refusal
        except Unreachable as error:
            if pause is None:
                raise JobFails(error) from error
            await run.signal.pause(pause)
    raise AssertionError("the last round returns or raises")


def _choose(run: JobRun, request: Request) -> ImageProvider:
    try:
        return run.shop.routes.choose(
            request,
            insist=run.job.recipe.provider,
            tried=(*run.job.tried, *run.tried),
        )
    except Refused as refusal:
        raise JobFails(run.last_error or refusal) from refusal


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


async def _fitted(run: JobRun, provider: ImageProvider, request: Request) -> Request:
    """The request with its pictures within the provider's limits.

    An upscale is never shrunk first: the provider's own check refuses what is too large.
    """
    limits = provider.capabilities.operations[request.operation]
    if request.operation is Operation.UPSCALE:
        return request
    sources = [
        await run.shop.tools.fit(
            source, max_bytes=limits.max_source_bytes, max_side=limits.max_source_side
        )
        for source in request.sources
    ]
    return replace(request, sources=tuple(sources))


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


def price_of(provider: ImageProvider, request: Request, pictures: int) -> int:
    """Credits that so many pictures of a request cost at this provider."""
    return price(
        request.operation,
        scale=request.scale,
        pictures=pictures,
        bundled=provider.capabilities.operations[request.operation].bundled,
    )


def wanted_of(provider: ImageProvider, request: Request) -> int:
    """Pictures that the user is to get."""
    limits = provider.capabilities.operations[request.operation]
    return request.count or limits.default_count
