"""Texts that grow with an order: the longest of them still fit Telegram's messages and captions."""

import pytest

from bot.delivery.captions import visible_length
from bot.delivery.rendering import LONGEST_CAPTION, LONGEST_TEXT, render_status
from bot.domain.job import Job, JobState
from bot.domain.recipe import Recipe
from bot.handlers.sources import MAX_PICTURES
from bot.i18n.texts import Texts
from providers.base import Operation
from tests.unit.delivery.rig import make_job, view_of
from tests.unit.i18n.catalogues import LANGUAGES, arguments

TEXTS = Texts(is_strict=True)
WIDE = "🦊" * 50  # as long as the lists that services name in a refusal
FAILURES = {
    key: args
    for key, args in arguments("en").items()
    if key.startswith("failure-") and "turns" not in args  # a quota refuses before
}


def failed(key: str, language: str, job_id: str = "job1") -> Job:
    """A job that failed so: long words in its reason, and the longest prompt."""
    return make_job(
        job_id,
        state=JobState.FAILED,
        failure=key.removeprefix("failure-"),
        failure_args=dict.fromkeys(FAILURES[key], WIDE),
        language=language,
        recipe=Recipe(operation=Operation.EDIT, prompt="🦊" * 4000),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(FAILURES))
def test_reasons_fit_however_many_pictures_failed(language: str, key: str) -> None:
    """A single one under a photo that stands there already, an album's in a message."""
    single = render_status(view_of(failed(key, language)), TEXTS)
    jobs = [failed(key, language, f"job{number}") for number in range(MAX_PICTURES)]
    batch = render_status(view_of(*jobs), TEXTS)

    assert visible_length(single.text) <= LONGEST_CAPTION
    assert visible_length(batch.text) <= LONGEST_TEXT
