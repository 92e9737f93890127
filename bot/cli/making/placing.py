"""The order's way from provider to provider, and the one call that costs.

The rules are those of the bot's jobs (`bot/services/ordering.py`), without a store: the next
provider is asked only when this one certainly did not take the order or failed it for a reason of
its own, and a submit whose answer was lost is looked up, never repeated blindly.
"""

import asyncio
import uuid
from dataclasses import replace

from bot.cli.making.calling_off import call_off, call_off_unanswered
from bot.cli.making.errand import Ending, Errand, GaveUp, Stage
from bot.cli.making.following import Made, follow
from bot.domain.errors import Refused
from bot.services.ordering import FIND_PAUSE, PAUSES, wanted_of
from providers.base import (
    ImageProvider,
    Operation,
    Prepared,
    Recovery,
    Request,
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

LONGEST_PAUSE = 90.0  # seconds that a busy provider may ask for
MAX_SUBMITS = 1 + len(PAUSES)
_NEXT_ONE = (UnsupportedRequest, TaskFailed, TaskLost, TransientError, AccountError)


async def make(errand: Errand) -> Made:
    """Carry the order to the first provider that delivers.

    Raises:
        GaveUp: none did; the cause is what the last one said.
    """
    tried: list[str] = []
    last: GaveUp | None = None
    while True:
        provider = _choose(errand, tried, last)
        tried.append(provider.name)
        try:
            return replace(await _order_at(errand, provider, tried), tried=len(tried))
        except _NEXT_ONE as error:
            last = GaveUp(error, provider.name)
        except ProviderError as error:
            raise GaveUp(error, provider.name) from error


def _choose(errand: Errand, tried: list[str], last: GaveUp | None) -> ImageProvider:
    try:
        return errand.routes.choose(errand.request, insist=errand.insist, tried=tried)
    except Refused as refusal:
        raise last or GaveUp(refusal) from refusal


async def _order_at(errand: Errand, provider: ImageProvider, tried: list[str]) -> Made:
    """One provider from the upload to the pictures."""
    has_other = errand.routes.has_other(
        errand.request, insist=errand.insist, tried=tried
    )
    # Who has somebody else to ask does not wait for a busy one.
    patience = () if has_other else PAUSES
    submission = await _submitted(errand, provider, patience)
    try:
        return await follow(
            errand, provider, submission, wanted_of(provider, errand.request)
        )
    except asyncio.CancelledError:
        errand.ending = await call_off(provider, submission.remote_id)
        raise
    except ProviderError:
        errand.ending = Ending.NOTHING_ORDERED  # the task is over
        raise


async def _submitted(
    errand: Errand, provider: ImageProvider, patience: tuple[float, ...]
) -> Submission:
    """Upload and order, again after a pause where the provider certainly took nothing.

    Raises:
        SubmissionUnknown: it may have taken the order, and nobody can say.
    """
    key, submits, waits, is_doubtful = str(uuid.uuid4()), 0, 0, False
    while True:
        errand.tell(provider, Stage.ORDERING)
        try:
            prepared = await provider.prepare(await _fitted(errand, provider))
            submits += 1
            return await _pay(errand, provider, prepared, key)
        except SubmissionUnknown as error:
            remote_id = await _look_up(errand, provider, key, error)
            if remote_id is not None:
                return Submission(remote_id=remote_id)
            if submits >= MAX_SUBMITS:
                raise
            is_doubtful = provider.capabilities.recovery is not Recovery.REPEAT
        except TransientError as error:
            if waits >= len(patience):
                # A task that appears very late must not run beside another provider's.
                raise (
                    SubmissionUnknown(error.detail) if is_doubtful else error
                ) from error
            await _wait(errand, provider, error.retry_after, patience[waits])
            waits += 1


async def _wait(
    errand: Errand, provider: ImageProvider, asked: float | None, usual: float
) -> None:
    errand.tell(provider, Stage.WAITING)
    await errand.clock.sleep(min(usual if asked is None else asked, LONGEST_PAUSE))


async def _fitted(errand: Errand, provider: ImageProvider) -> Request:
    """The request with its pictures within the provider's limits; upscales go as they are."""
    request = errand.request
    if request.operation is Operation.UPSCALE:
        return request
    limits = provider.capabilities.operations[request.operation]
    sources = [
        await errand.tools.fit(
            source, max_bytes=limits.max_source_bytes, max_side=limits.max_source_side
        )
        for source in request.sources
    ]
    return replace(request, sources=tuple(sources))


async def _pay(
    errand: Errand, provider: ImageProvider, prepared: Prepared, key: str
) -> Submission:
    """The call that costs. Who stops it waits for its answer: only that says what to call off."""
    errand.ending = Ending.UNKNOWN
    paying = asyncio.ensure_future(provider.submit(prepared, key))
    try:
        submission = await asyncio.shield(paying)
    except asyncio.CancelledError:
        errand.ending = await call_off_unanswered(provider, paying, key)
        raise
    except SubmissionUnknown:
        raise
    except ProviderError:
        errand.ending = Ending.NOTHING_ORDERED
        raise
    errand.ending = Ending.GOES_ON
    return submission


async def _look_up(
    errand: Errand, provider: ImageProvider, key: str, error: SubmissionUnknown
) -> str | None:
    """The task of a submit whose answer was lost; None when it may be submitted again.

    Raises:
        SubmissionUnknown: nobody can say.
    """
    match provider.capabilities.recovery:
        case Recovery.REPEAT:
            return None
        case Recovery.NONE:
            raise error
    began, pace = errand.clock.monotonic(), provider.capabilities.pace
    while True:
        age = errand.clock.monotonic() - began
        try:
            remote_id = await provider.find(key)
        except TransientError as away:
            if age >= pace.deadline:
                raise error from away
        except ProviderError as refusal:
            raise error from refusal
        else:
            if remote_id is not None or age >= pace.unknown_grace:
                return remote_id
        await errand.clock.sleep(FIND_PAUSE)
