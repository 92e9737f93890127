"""When to ask a provider again and when to give up: pure arithmetic over a Pace."""

from datetime import datetime

from providers.base import Pace


def interval(pace: Pace, age: float, *, fixed: float | None = None) -> float:
    """Seconds until the next poll of a task that is `age` seconds old.

    Args:
        pace: the provider's own intervals.
        age: since the provider took the task.
        fixed: the operator's POLL_INTERVAL, which overrides every provider's pace.
    """
    if fixed is not None:
        return fixed
    due = pace.intervals[0][1]
    for since, seconds in pace.intervals:
        if age >= since:
            due = seconds
    return due


def is_over(
    pace: Pace,
    *,
    now: datetime,
    progress_at: datetime,
    started_at: datetime,
    fixed: float | None = None,
) -> bool:
    """Is it time to give up? The time-out counts from the last progress.

    `fixed` is the operator's JOB_TIMEOUT; it replaces the provider's deadline without progress, and
    lengthens the hard one when it is longer.
    """
    deadline = pace.deadline if fixed is None else fixed
    hard = max(pace.hard_deadline, deadline)
    silent = (now - progress_at).total_seconds()
    age = (now - started_at).total_seconds()
    return silent >= deadline or age >= hard
