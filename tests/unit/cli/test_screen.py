"""What the terminal shows of an order."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from bot.cli.making.screen import Screen, told
from bot.cli.words import PlainWords
from bot.domain.errors import Refused
from bot.domain.job import Address, Job, JobState
from bot.domain.recipe import Recipe
from bot.services.values import JobView
from providers.base import Operation, Progress
from providers.errors import KeyRefused


def working(
    queue_position: int | None = None,
    fraction: float | None = None,
    seconds_left: float | None = None,
) -> JobView:
    """A provider at work."""
    return JobView(
        job=Job(
            job_id="j1",
            status_id="s1",
            user_id=1,
            address=Address(chat_id=1),
            language="en",
            recipe=Recipe(operation=Operation.GENERATE),
            state=JobState.RUNNING,
            provider="jimeng",
            progress=Progress(queue_position=queue_position),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
        fraction=fraction,
        seconds_left=seconds_left,
    )


@pytest.mark.parametrize(
    "view, text",
    [
        (working(), ""),
        (working(queue_position=4), "4 ahead in the queue"),
        (working(fraction=0.42), "42 %"),
        (working(fraction=0.996), "99 %"),
        (working(fraction=0.5, seconds_left=9.6), "50 %, about 10 s left"),
        (working(fraction=0.5, seconds_left=130), "50 %, about 2 min left"),
    ],
)
def test_the_bar_tells_what_the_provider_says(view: JobView, text: str) -> None:
    """Place, percent and time left, each only when known; never 100 % too early."""
    assert told(view) == text


def test_a_terminal_sees_who_works() -> None:
    """The bar names the provider as people call it."""
    out = io.StringIO()
    with Screen(Console(file=out, force_terminal=True, width=100), PlainWords()) as bar:
        bar.show(working(fraction=0.42))

    assert "Jimeng is at work" in out.getvalue()
    assert "42 %" in out.getvalue()


def test_no_bar_goes_into_a_file() -> None:
    """Where nobody looks nothing is drawn."""
    out = io.StringIO()
    with Screen(Console(file=out), PlainWords()) as bar:
        bar.show(working(fraction=0.42))

    assert out.getvalue().strip() == ""


def test_reasons_are_plain_lines() -> None:
    """The catalogue's sentence without markup, what was typed as it was typed."""
    words = PlainWords()
    refusal = Refused(
        code="available_elsewhere",
        args_for_text={"option": "<b>&", "allowed": "local"},
    )

    assert words.reason(refusal) == (
        "--provider <b>& cannot do this; these can: local."
    )
    assert "<" not in words.reason(KeyRefused())
