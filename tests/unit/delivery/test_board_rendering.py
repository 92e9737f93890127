"""What a board says and offers, in every language and however much is going on."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.delivery.boards.rendering import MOST_LINES, Entry, render_board
from bot.delivery.rendering import LONGEST_TEXT, Rendered
from bot.domain.buttons import Verb, parse_button
from bot.domain.job import JobState
from bot.domain.recipe import Recipe
from bot.i18n.texts import Texts
from bot.services.values import JobView, StatusView
from providers.base import Operation, Progress
from tests.unit.delivery.rig import make_job, view_of

TEXTS = Texts(is_strict=True)
LANGUAGES = TEXTS.languages
states = st.sampled_from(JobState)
prompts = st.text(max_size=300)


def entry(number: int, view: StatusView | None = None) -> Entry:
    """A line."""
    return Entry(number=number, view=view or view_of(make_job(f"job{number}")))


def pressable(rendered: Rendered) -> list[str]:
    """The callback data of all buttons."""
    markup = rendered.markup or InlineKeyboardMarkup([])
    return [
        str(button.callback_data) for row in markup.inline_keyboard for button in row
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(states, prompts, st.integers(1, 10)), max_size=30),
    st.integers(0, 50),
    st.sampled_from(LANGUAGES),
)
def test_any_board_fits_and_says_how_many_are_left_out(
    made: list[tuple[JobState, str, int]], unknown: int, language: str
) -> None:
    """Within Telegram's limits; each line is an order's, and no order is forgotten."""
    entries = []
    for number, (state, prompt, count) in enumerate(made, start=1):
        recipe = Recipe(operation=Operation.GENERATE, prompt=prompt)
        failure = "internal" if state is JobState.FAILED else None
        jobs = [
            make_job(f"job{number}x{k}", state=state, recipe=recipe, failure=failure)
            for k in range(count)
        ]
        entries.append(entry(number, view_of(*jobs)))

    rendered = render_board(entries, len(made) + unknown, TEXTS, language)

    assert len(rendered.text) <= LONGEST_TEXT
    shown = [line for line in rendered.text.splitlines() if line[:1].isdigit()]
    left_out = len(made) + unknown - len(shown)
    assert len(shown) == min(len(made), MOST_LINES)
    more = TEXTS.get(language, "board-more", count=left_out)
    assert (more in rendered.text) == (left_out > 0)
    for data in pressable(rendered):
        button = parse_button(data)
        assert button is not None
        assert (button.verb, button.number) == (Verb.CANCEL, 0)
    assert len(pressable(rendered)) <= MOST_LINES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_line_has_its_words(language: str) -> None:
    """Waiting, at work, sent, called off, a batch: all in the language of the board."""
    queued = make_job("job1")
    running = replace(make_job("job2"), state=JobState.RUNNING)
    upscale = Recipe(operation=Operation.UPSCALE, scale=2)
    batch = [replace(queued, job_id=f"job3x{n}", recipe=upscale) for n in range(3)]
    views = [
        view_of(queued, place=2),
        view_of(running, fraction=0.5, seconds_left=20),
        view_of(replace(running, progress=Progress())),
        view_of(replace(running, state=JobState.DELIVERING)),
        view_of(replace(running, cancel_requested=True)),
        StatusView(
            status=view_of(queued).status,
            jobs=tuple(JobView(job=job, delivered=job is batch[0]) for job in batch),
        ),
    ]
    entries = [entry(number, view) for number, view in enumerate(views, start=1)]

    rendered = render_board(entries, 7, TEXTS, language)

    lines = rendered.text.splitlines()
    what = TEXTS.get(language, "operation-upscale")
    assert "50" in lines[2]
    assert TEXTS.get(language, "status-provider", provider="jimeng") in lines[2]
    assert TEXTS.get(language, "status-line-working") in lines[3]
    assert TEXTS.get(language, "status-line-delivering") in lines[4]
    assert TEXTS.get(language, "status-line-cancelling") in lines[5]
    assert what in lines[6]
    assert TEXTS.get(language, "board-more", count=1) == lines[7]
    assert pressable(rendered) == ["c:job1:0", "c:job2:0", "c:job2:0", "c:job3x0:0"]


def test_people_cannot_break_the_markup() -> None:
    """Words with angle brackets and ampersands are shown as they were written."""
    rendered = render_board([entry(1)], 1, TEXTS, "en")

    assert "<i>a &lt;red&gt; fox &amp; hound</i>" in rendered.text


def test_long_words_are_cut() -> None:
    """One order's essay does not push the others off the board."""
    recipe = Recipe(operation=Operation.GENERATE, prompt="very " * 200)
    rendered = render_board(
        [entry(1, view_of(make_job(recipe=recipe)))], 1, TEXTS, "en"
    )

    assert max(map(len, rendered.text.splitlines())) < 100
