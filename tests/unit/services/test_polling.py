"""When to ask again, and when to give up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.polling import interval, is_over
from providers.base import Pace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PACE = Pace(
    intervals=((0.0, 2.0), (20.0, 4.0), (120.0, 8.0)),
    deadline=600.0,
    hard_deadline=1800.0,
)


@pytest.mark.parametrize(
    "age,seconds", [(0.0, 2.0), (19.9, 2.0), (20.0, 4.0), (119.0, 4.0), (5000.0, 8.0)]
)
def test_interval_grows_with_age(age: float, seconds: float) -> None:
    """A young task is asked for often, an old one seldom."""
    assert interval(PACE, age) == seconds


def test_operator_sets_one_interval_for_all() -> None:
    """POLL_INTERVAL overrides every step of every provider."""
    assert interval(PACE, 500.0, fixed=0.1) == 0.1


@given(silent=st.floats(0, 4000), age=st.floats(0, 4000))
def test_time_out_counts_from_last_progress(silent: float, age: float) -> None:
    """A task ends by silence or by its hard deadline, and by nothing else."""
    over = is_over(
        PACE,
        now=NOON,
        progress_at=NOON - timedelta(seconds=silent),
        started_at=NOON - timedelta(seconds=age),
    )

    assert over == (round(silent, 6) >= 600 or round(age, 6) >= 1800)


def test_job_timeout_replaces_the_deadline_and_may_lengthen_the_hard_one() -> None:
    """An operator who waits two hours is not cut short by the provider's own half hour."""
    hour_ago = NOON - timedelta(hours=1)

    over = is_over(
        PACE, now=NOON, progress_at=hour_ago, started_at=hour_ago, fixed=7200.0
    )

    assert not over
