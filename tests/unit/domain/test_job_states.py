"""The machine allows what is drawn, and nothing else."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidTransition
from bot.domain.events import (
    Event,
    NotTaken,
    PicturesReady,
    Progressed,
    PutDown,
    Resumed,
    Submitted,
    Submitting,
)
from bot.domain.job import ALLOWED, FINAL_STATES, JobState, transition
from providers.base import Progress
from tests.unit.domain.events import AT, SAMPLES, events, job_in

PAGE = Path(__file__).parents[3] / "docs" / "job-states.md"
EDGE = re.compile(r"^ +(\S+) --> (\S+)(?:: (.+))?$", re.MULTILINE)
LEGEND = re.compile(r"^\| ([a-z]) \| `?(\w+)`? \| (.+) \|$", re.MULTILINE)


def drawn_edges() -> set[tuple[str, str, str]]:
    """(from, event, to) of every edge on the page, its letters looked up in the legend."""
    text = PAGE.read_text(encoding="utf-8")
    names = {letter: event for letter, event, _ in LEGEND.findall(text)}
    return {
        (start, names.get(letter, letter), end)
        for start, end, letters in EDGE.findall(text)
        for letter in letters.split(", ")
    }


def real_edges() -> set[tuple[str, str, str]]:
    """(from, event, to) of every step that the machine takes."""
    found = {("[*]", "accept", "queued")} | {
        (state.value, "", "[*]") for state in FINAL_STATES
    }
    for state in JobState:
        for event in SAMPLES:
            try:
                end = transition(job_in(state), event).state
            except InvalidTransition:
                continue
            found.add((state.value, type(event).__name__, end.value))
    return found


def test_the_page_draws_the_machine() -> None:
    """Every edge drawn exists, and every edge that exists is drawn."""
    assert drawn_edges() == real_edges()


def test_every_letter_is_told_once() -> None:
    """Letters run without gaps, each drawn and each told in one sentence."""
    text = PAGE.read_text(encoding="utf-8")
    told = LEGEND.findall(text)
    drawn = {one for *_, letters in EDGE.findall(text) for one in letters.split(", ")}

    letters = [letter for letter, _, _ in told]
    assert letters == [chr(ord("a") + place) for place in range(len(told))]
    assert drawn - {""} == set(letters)
    for _, _, sentence in told:
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0


def test_allowed_is_what_transition_does() -> None:
    """The table of allowed steps and the function agree for every state and event."""
    real = {(start, event) for start, event, end in real_edges() if event}
    table = {
        (state.value, kind.__name__)
        for kind, states in ALLOWED.items()
        for state in states
    }
    assert table | {("[*]", "accept")} == real


@given(happened=st.lists(events, max_size=30))
def test_whatever_happens_only_drawn_steps_are_taken(happened: list[Event]) -> None:
    """Random events never leave the drawing, and an ended job stays as it ended."""
    edges = real_edges()
    job = job_in(JobState.QUEUED)
    for event in happened:
        try:
            after = transition(job, event)
        except InvalidTransition:
            assert job.state not in ALLOWED[type(event)]
            continue
        assert (job.state.value, type(event).__name__, after.state.value) in edges
        assert not job.state.is_final
        assert after.state.is_final == (after.ended_at is not None)
        assert after.charged == 0 or after.state is JobState.SUCCEEDED
        assert len(set(after.notices)) == len(after.notices)
        job = after


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
@given(event=events)
def test_an_end_is_an_end(state: JobState, event: Event) -> None:
    """No event moves a job that has ended."""
    with pytest.raises(InvalidTransition):
        transition(job_in(state), event)


def test_a_new_try_forgets_the_old_task() -> None:
    """After a refusal by one provider, no id, key or progress of it is left over."""
    job = transition(job_in(JobState.QUEUED), SAMPLES[0])
    job = transition(job, Submitted(remote_id="remote", at=AT))
    job = transition(job, Progressed(progress=Progress(fraction=0.5), at=AT))

    queued = transition(job, NotTaken())

    assert (queued.remote_id, queued.key, queued.provider) == (None, None, None)
    assert queued.progress == Progress()
    assert queued.tried == ("demo",)


def test_the_same_provider_is_asked_with_the_same_key() -> None:
    """A provider that may be asked again is not marked as tried and keeps its idempotency key."""
    job = transition(
        job_in(JobState.QUEUED), Submitting(provider="demo", key="once", wanted=1)
    )

    queued = transition(job, NotTaken(may_ask_again=True))

    assert (queued.key, queued.tried) == ("once", ())


def test_only_news_is_a_sign_of_life() -> None:
    """A poll that says nothing new does not push the time-out away, nor clear the crash count."""
    job = transition(job_in(JobState.SUBMITTING), Submitted(remote_id="remote", at=AT))
    job = transition(job, Resumed())
    later = AT.replace(hour=13)

    same = transition(job, Progressed(progress=job.progress, at=later))
    news = transition(job, Progressed(progress=Progress(fraction=0.1), at=later))

    assert (same.progress_at, same.resumes) == (AT, 1)
    assert (news.progress_at, news.resumes) == (later, 0)


def test_a_tidy_stop_is_no_crash() -> None:
    """Taking up counts until the bot stops in good order."""
    job = transition(transition(job_in(JobState.RUNNING), Resumed()), Resumed())

    assert job.resumes == 2
    assert transition(job, PutDown()).resumes == 0


def test_notices_are_kept_once() -> None:
    """What the user should know is collected over the steps, each code once."""
    job = transition(
        job_in(JobState.SUBMITTING),
        Submitted(remote_id="remote", at=AT, notices=("reduced",)),
    )
    job = transition(job, PicturesReady(at=AT, notices=("reduced", "some_refused")))

    assert job.notices == ("reduced", "some_refused")
