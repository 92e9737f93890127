"""Calling off a whole order: every job under one status message."""

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.services.desk import Desk


async def cancel_order(
    desk: Desk, job: Job, *, user_id: int, may_moderate: bool
) -> None:
    """Cancel the job and its siblings that still run.

    Raises:
        Refused: none could be cancelled; the first reason.
    """
    running = [view.job for view in await desk.running_of(job.user_id)]
    order = [each for each in running if each.status_id == job.status_id] or [job]
    refusals = []
    for each in order:
        try:
            await desk.cancel(each.job_id, user_id=user_id, may_moderate=may_moderate)
        except Refused as refusal:  # a sibling may end at any moment
            refusals.append(refusal)
    if len(refusals) == len(order):
        raise refusals[0]
