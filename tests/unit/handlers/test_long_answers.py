"""Answers that grow with what people have: they fit one message of Telegram's, and say what is left out."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.job import JobState
from bot.domain.recipe import Recipe
from bot.handlers.account import SHOWN_JOBS
from bot.handlers.replies import MAX_TEXT
from bot.i18n.texts import Texts
from bot.services.values import LedgerEntry, QuotaReport, Service
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import Raw, keyboard, message, person, press, update

TEXTS = Texts(is_strict=True)
LANGUAGES = ["en", "ru", "zh"]
MOST_BUTTONS = 100  # under one message, as clients and servers take them
WIDE = "🦊"  # two UTF-16 units
TAG = re.compile(r"<[^>]+>")


def units(text: str) -> int:
    """UTF-16 units that are left once the HTML is read."""
    return len(html.unescape(TAG.sub("", text)).encode("utf-16-le")) // 2


def buttons(call: Raw) -> int:
    """How many keys a message has."""
    return sum(len(row) for row in call["reply_markup"]["inline_keyboard"])


def asking(words: str, language: str) -> Raw:
    """A message of somebody with that language."""
    return update({**message(words), "from": person(language=language)})


def order_many(front: Front, count: int, prompt: str) -> None:
    """Put so many jobs under way."""
    recipe = Recipe(operation=Operation.EDIT, prompt=prompt)
    for number in range(count):
        name = f"job{number}"
        front.desk.jobs[name] = job(
            name, state=JobState.QUEUED, status_id=name, recipe=recipe
        )
        front.desk.places[name] = 10_000 + number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["/jobs", "/cancel"])
@pytest.mark.parametrize("prompt", [WIDE * 500, "&<>" * 200])
async def test_dozens_of_jobs_fit_one_message(
    front: Front, language: str, words: str, prompt: str
) -> None:
    """The first ones with a button each, in any language and of any words, and how many more."""
    order_many(front, 85, prompt)
    await front.receive(asking(words, language))

    (call,) = front.request.of("sendMessage")
    more = TEXTS.get(language, "jobs-more", count=85 - SHOWN_JOBS)
    assert units(call["text"]) <= MAX_TEXT
    assert call["text"].endswith(more)
    assert f"\n{SHOWN_JOBS}. " in call["text"]
    assert buttons(call) == SHOWN_JOBS


async def test_as_many_jobs_as_fit_leave_nothing_out(front: Front) -> None:
    """No "and 0 more"; one more than that is one more."""
    order_many(front, SHOWN_JOBS, "a fox")
    await front.receive(update(message("/jobs")))
    order_many(front, SHOWN_JOBS + 1, "a fox")
    await front.receive(update(message("/jobs")))

    assert [text.endswith("… and 1 more job") for text in front.said] == [False, True]
    assert "more" not in front.said[0]


async def test_words_of_any_length_come_as_one_message(front: Front) -> None:
    """Services take prompts longer than a message: as much of it as Telegram takes."""
    recipe = Recipe(operation=Operation.GENERATE, prompt="a" + WIDE * 5000)
    front.desk.jobs["job1"] = job(recipe=recipe)
    await front.receive(press("p:job1:0"))

    (text,) = front.said
    assert MAX_TEXT - 1 <= units(text) <= MAX_TEXT


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_other_answer_fits_too(front: Front, language: str) -> None:
    """`/help`, `/quota`, `/settings`, `/privacy` with all that can be offered and remembered."""
    entry = LedgerEntry(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        kind="charged",
        amount=-1000,
        job_id=None,
        operation=Operation.UPSCALE,
    )
    front.desk.report = QuotaReport(allowances=(), entries=(entry,) * 8)
    names = tuple(f"model-{WIDE * 20}-{number}" for number in range(200))
    front.desk.now_offered = replace(front.desk.now_offered, models=names)
    for words in ("/help", "/quota", "/settings", "/privacy"):
        await front.receive(asking(words, language))

    assert len(front.said) == 4
    assert all(units(text) <= MAX_TEXT for text in front.said)


@pytest.mark.parametrize("page", ["set:pr", "set:mo", "set:ar", "set:n"])
async def test_no_page_of_the_settings_has_too_many_buttons(
    front: Front, page: str
) -> None:
    """However many services and models there are."""
    service = Service(
        name="openai",
        operation=Operation.GENERATE,
        models=tuple(f"m{number}" for number in range(150)),
        aspect_ratios=tuple(f"{number}:1" for number in range(1, 150)),
        max_count=150,
    )
    front.desk.now_offered = replace(front.desk.now_offered, services=(service,))
    raw = press(page)
    raw["callback_query"]["message"]["reply_markup"] = keyboard(page)
    await front.receive(raw)

    (call,) = front.request.of("editMessageText")
    assert buttons(call) <= MOST_BUTTONS
