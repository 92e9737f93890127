"""Samples of jobs and events for the machine's tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from hypothesis import strategies as st

from bot.domain.events import (
    Cancelled,
    Delivered,
    Event,
    Failed,
    NotTaken,
    PicturesReady,
    Progressed,
    PutDown,
    Resumed,
    Submitted,
    Submitting,
)
from bot.domain.job import Address, Job, JobState
from bot.domain.recipe import Recipe
from providers.base import Operation, Progress

AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
SAMPLES: tuple[Event, ...] = (
    Submitting(provider="demo", key="key", wanted=4),
    Submitted(remote_id="remote", at=AT),
    NotTaken(),
    Progressed(progress=Progress(fraction=0.5), at=AT),
    PicturesReady(at=AT),
    Delivered(charged=1, at=AT),
    Failed(code="moderation", at=AT),
    Cancelled(at=AT),
    Resumed(),
    PutDown(),
)
assert {type(event) for event in SAMPLES} == set(get_args(Event))

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
codes = st.lists(st.sampled_from(["some_refused", "reduced"]), max_size=2).map(tuple)
fractions = st.builds(Progress, fraction=st.none() | st.floats(0, 1))
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        Submitting,
        provider=st.sampled_from(["jimeng", "local"]),
        key=st.uuids().map(str),
        wanted=st.integers(1, 4),
    ),
    st.builds(Submitted, remote_id=st.just("remote"), at=moments, notices=codes),
    st.builds(NotTaken, may_ask_again=st.booleans()),
    st.builds(Progressed, progress=fractions, at=moments, notices=codes),
    st.builds(PicturesReady, at=moments, notices=codes),
    st.builds(Delivered, charged=st.integers(0, 4), at=moments),
    st.builds(Failed, code=st.just("moderation"), at=moments),
    st.builds(Cancelled, at=moments),
    st.builds(Resumed),
    st.builds(PutDown),
)


def job_in(state: JobState) -> Job:
    """A job in this state."""
    job = Job(
        job_id="k3v9x2m7qa",
        status_id="status",
        user_id=7,
        address=Address(chat_id=7),
        language="en",
        recipe=Recipe(operation=Operation.GENERATE, prompt="a fox"),
        provider="demo",
        reserved=1,
        created_at=AT,
    )
    return replace(job, state=state)
