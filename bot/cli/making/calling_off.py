"""What Ctrl-C does to an order that a provider may have."""

import asyncio

from bot.cli.making.errand import Ending
from providers.base import ImageProvider, Recovery, Submission
from providers.errors import ProviderError, SubmissionUnknown

PATIENCE = 10.0  # seconds for the answer to the call that costs, and for each good-bye


async def call_off(provider: ImageProvider, remote_id: str) -> Ending:
    """Ask the provider to stop the task, where it can."""
    if not provider.capabilities.can_cancel:
        return Ending.GOES_ON
    try:
        async with asyncio.timeout(PATIENCE):
            is_stopped = await provider.cancel(remote_id)
    except (ProviderError, TimeoutError):
        return Ending.GOES_ON
    return Ending.STOPPED if is_stopped else Ending.GOES_ON


async def call_off_unanswered(
    provider: ImageProvider, paying: asyncio.Future[Submission], key: str
) -> Ending:
    """Wait for the answer to a submit that is on its way, and call off what it ordered."""
    await asyncio.wait({paying}, timeout=PATIENCE)
    if not paying.done():
        paying.cancel()
        return Ending.UNKNOWN
    error = paying.exception()
    if error is None:
        return await call_off(provider, paying.result().remote_id)
    if not isinstance(error, SubmissionUnknown):
        return Ending.NOTHING_ORDERED
    remote_id = await _find(provider, key)
    return Ending.UNKNOWN if remote_id is None else await call_off(provider, remote_id)


async def _find(provider: ImageProvider, key: str) -> str | None:
    if provider.capabilities.recovery is not Recovery.LOOKUP:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            return await provider.find(key)
    except (ProviderError, TimeoutError):
        return None
