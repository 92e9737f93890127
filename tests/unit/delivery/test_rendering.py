"""What is written: escaped, short enough, complete in every language."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.captions import (
    clipped,
    picture_caption,
    several_caption,
    visible_length,
)
from bot.delivery.keyboards import Keyboards
from bot.delivery.rendering import render_status
from bot.delivery.wording import CELLS, Wording
from bot.domain.buttons import parse_button
from bot.domain.job import JobState
from bot.domain.recipe import Recipe
from bot.i18n.texts import Texts
from bot.services.values import Picture
from providers.base import Operation, Progress
from tests.unit.delivery.rig import make_job, view_of

TEXTS = Texts(is_strict=True)
PICTURE = Picture(
    job_id="job1",
    number=1,
    path=None,
    media_type="image/png",
    width=2048,
    height=1024,
    size=1,
)
SCENES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "accepted": ({}, {}),
    "next": ({}, {"place": 0}),
    "waiting": ({}, {"place": 5}),
    "submitting": ({"state": JobState.SUBMITTING}, {}),
    "queue": (
        {"state": JobState.RUNNING, "progress": Progress(queue_position=3)},
        {"seconds_left": 90.0},
    ),
    "running": ({"state": JobState.RUNNING}, {"fraction": 0.3, "seconds_left": 22.0}),
    "nearly": ({"state": JobState.RUNNING}, {"fraction": 0.99, "seconds_left": 2.0}),
    "back": ({"state": JobState.RUNNING}, {"fraction": 0.62, "is_back": True}),
    "back-plain": ({"state": JobState.SUBMITTING}, {"is_back": True}),
    "cancelling": ({"state": JobState.RUNNING, "cancel_requested": True}, {}),
    "delivering": ({"state": JobState.DELIVERING}, {}),
    "failed": ({"state": JobState.FAILED, "failure": "internal"}, {}),
    "failed-left": (
        {"state": JobState.FAILED, "failure": "internal"},
        {"allowance_left": 3},
    ),
    "cancelled": ({"state": JobState.CANCELLED}, {"allowance_left": 3}),
}


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_has_its_text(scene: str, language: str) -> None:
    """No state of a job, alone or in a batch, lacks a text in any language."""
    changes, facts = SCENES[scene]
    job = make_job(language=language, **changes)

    alone = render_status(view_of(job, **facts), TEXTS)
    batch = render_status(view_of(job, replace(job, job_id="job2"), **facts), TEXTS)

    assert alone.text
    assert len(batch.text.split("\n")) >= 3


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_captions_and_buttons_have_texts(language: str) -> None:
    """Results speak every language too."""
    job = make_job(language=language, wanted=4)
    upscale = replace(job, recipe=Recipe(operation=Operation.UPSCALE, scale=2))
    keyboards = Keyboards(TEXTS, language)

    assert picture_caption(job, PICTURE, TEXTS)
    assert "2048\N{MULTIPLICATION SIGN}1024" in picture_caption(upscale, PICTURE, TEXTS)
    assert several_caption(job, [PICTURE, PICTURE], TEXTS)
    assert keyboards.single(job, PICTURE).inline_keyboard
    assert keyboards.several(job, [PICTURE] * 4, with_show=True).inline_keyboard


@given(st.text(max_size=500))
def test_a_prompt_cannot_break_the_markup(prompt: str) -> None:
    """Whatever people write is shown as they wrote it, shortened, and closes its own tag."""
    job = make_job(recipe=Recipe(operation=Operation.GENERATE, prompt=prompt))
    shown = Wording(TEXTS, "en").prompt(job)

    inner = shown.removeprefix("<i>").removesuffix("</i>")
    assert "<" not in inner
    assert visible_length(shown) <= 2 * 160


def test_a_prompt_turns_no_words_but_its_own() -> None:
    """Signs of direction would mirror the state that stands behind it; right-to-left words stay."""
    words = "fox \u202egnp.\u2067 \u05e9\u05dc\u05d5\u05dd"
    job = make_job(recipe=Recipe(operation=Operation.GENERATE, prompt=words))
    shown = Wording(TEXTS, "en").prompt(job)

    assert shown == "<i>fox gnp. \u05e9\u05dc\u05d5\u05dd</i>"


@given(st.floats(0, 1))
def test_the_bar_is_always_as_long(fraction: float) -> None:
    """Ten cells, full only at the end."""
    bar = Wording(TEXTS, "en").bar(fraction)

    assert bar.count("▰") + bar.count("▱") == CELLS
    assert ("100 %" in bar) == (fraction == 1)


@given(st.lists(st.text(max_size=400), max_size=12))
def test_a_caption_never_exceeds_telegrams_limit(lines: list[str]) -> None:
    """Whole lines are left out rather than a caption refused."""
    assert visible_length(clipped(lines)) <= 1024


def test_a_picture_too_large_to_enlarge_offers_less() -> None:
    """4x of a large picture makes no sense, 2x still does."""
    large = replace(PICTURE, width=3000, height=3000)
    rows = Keyboards(TEXTS, "en").single(make_job(), large).inline_keyboard

    verbs = [parse_button(str(key.callback_data)) for row in rows for key in row]
    assert [each.verb for each in verbs if each] == ["a", "v", "e", "2", "o", "d"]
