"""What the terminal shows of an order."""

import io

import pytest
from rich.console import Console

from bot.cli.making.errand import Moment, Stage
from bot.cli.making.screen import Screen, told
from bot.cli.words import PlainWords
from bot.domain.errors import Refused
from providers.base import Progress
from providers.errors import KeyRefused


def working(**progress: float) -> Moment:
    """A provider at work."""
    return Moment(
        provider="jimeng",
        stage=Stage.WORKING,
        progress=Progress(**progress),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "moment, text",
    [
        (working(), ""),
        (working(queue_position=4), "4 ahead in the queue"),
        (working(fraction=0.42), "42 %"),
        (working(fraction=0.996), "99 %"),
        (working(fraction=0.5, seconds_left=9.6), "50 %, about 10 s left"),
        (working(fraction=0.5, seconds_left=130), "50 %, about 2 min left"),
    ],
)
def test_the_bar_tells_what_the_provider_says(moment: Moment, text: str) -> None:
    """Place, percent and time left, each only when known; never 100 % too early."""
    assert told(moment) == text


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
