"""Work that nobody waits for: what breaks it is written into the log at once."""

import asyncio
from collections.abc import Coroutine
from functools import partial

import structlog

log = structlog.get_logger(__name__)


def begin(
    work: Coroutine[None, None, None], *, if_broken: str, **facts: str | int
) -> asyncio.Task[None]:
    """Start it. Hold on to the task: the event loop does not.

    Args:
        work: may be cancelled; that breaks nothing.
        if_broken: the event under which an error of its is logged, traceback and all.
        facts: what else that line tells, such as whose work it was.
    """
    task = asyncio.create_task(work)
    task.add_done_callback(partial(_report, if_broken, facts))
    return task


def _report(event: str, facts: dict[str, str | int], task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error(event, exc_info=error, **facts)
