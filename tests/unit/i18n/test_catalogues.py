"""The catalogues against each other and against the code."""

import re
from html.parser import HTMLParser

import pytest
from fluent.syntax import ast as ftl
from typing_extensions import override

from bot.i18n.texts import Texts
from tests.unit.i18n.catalogues import (
    LANGUAGES,
    arguments,
    codes_in_the_code,
    entries,
    variants,
)

MADE_CODES = {  # put together at run time, or raised by modules that are still to come
    "quota_user_exceeded": {"left", "price", "limit"},
    "quota_group_exceeded": {"left", "price", "limit"},
    "quota_share_exceeded": {"left", "price", "limit", "total", "parts"},
    "quota_global_exceeded": {"left", "price", "limit"},
    "no_provider_generate": set(),
    "no_provider_edit": set(),
    "no_provider_upscale": set(),
    "prompt_not_taken": set(),
    "model_unsupported": {"allowed"},
    "model_not_taken": set(),
    "aspect_ratio_unsupported": {"allowed"},
    "aspect_ratio_not_taken": set(),
    "scale_unsupported": {"allowed"},
    "scale_not_taken": set(),
    "count_unsupported": {"allowed"},
    "seed_not_taken": set(),
    "negative_prompt_not_taken": set(),
    "option_not_taken": {"option"},
    "option_unsupported": {"option", "allowed"},
    "option_value_unsupported": {"option", "allowed"},
    "edit_not_understood": set(),
    "file_gone": set(),
}
TURN = {"turns", "zone", "hours", "minutes"}  # added by the handlers
TOLD_WITHOUT_VALUES = (  # raised here with values, there without: the text must stand alone
    "picture_too_large",
    "not_a_picture",
    "picture_broken",
    "no_result",
    "no_subject",
    "internal",
)
NOTICES = ("resolution_reduced", "some_refused", "partial_result", "other_provider")
PLAIN = re.compile(
    r"(button|menu)-|access-denied|failure-(internal|not_yours|job_ended)"
)
TAGS = {"b", "i", "code"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_parses(language: str) -> None:
    """Fluent skips what it cannot read in silence; nothing here is skipped."""
    junk = [entry.content for entry in entries(language) if isinstance(entry, ftl.Junk)]
    assert junk == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    """A second text of the same key would win in silence."""
    keys = [e.id.name for e in entries(language) if isinstance(e, ftl.Message)]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_languages_have_the_same_keys_and_arguments(language: str) -> None:
    """What is said in English is said in every language, with the same values."""
    ours, english = arguments(language), arguments("en")
    assert set(ours) ^ set(english) == set()
    assert {key for key in english if ours[key] != english[key]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_text(language: str) -> None:
    """Whatever code the bot or a provider raises, there is a sentence for it."""
    texts = arguments(language)
    codes = codes_in_the_code() | set(MADE_CODES)
    assert len(codes) > 60
    assert {code for code in codes if f"failure-{code}" not in texts} == set()


@pytest.mark.parametrize("code", sorted(MADE_CODES))
def test_a_text_takes_no_value_that_its_code_lacks(code: str) -> None:
    """A text with a value that nobody hands in would show its name in braces."""
    known = MADE_CODES[code] | (TURN if code.startswith("quota_") else set())
    assert arguments("en")[f"failure-{code}"] <= known


@pytest.mark.parametrize("code", TOLD_WITHOUT_VALUES)
def test_codes_raised_without_values_have_texts_without(code: str) -> None:
    """These are raised in several places, and not everywhere with values."""
    assert arguments("en")[f"failure-{code}"] == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", ["edit", "upscale"])
def test_who_has_no_service_hears_of_the_engine(language: str, operation: str) -> None:
    """The built-in engine enlarges and edits: both answers name the setting that brings it."""
    text = Texts(is_strict=True).get(language, f"failure-no_provider_{operation}")
    assert "LOCAL_ENGINE=true" in text


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_has_a_text(notice: str) -> None:
    """Notices take what arrived and what was wanted, and nothing else."""
    assert arguments("en")[f"notice-{notice}"] <= {"delivered", "wanted"}


def test_russian_selectors_know_its_plurals() -> None:
    """Where Russian words go by number, all three of their forms are there."""
    for key, selectors in variants("ru").items():
        for keys in selectors:
            if "few" in keys or "many" in keys:
                assert set(keys) >= {"one", "few"}, key
                assert {"many", "other"} & set(keys), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_and_menus_are_plain_and_short(language: str) -> None:
    """Telegram shows no HTML there, and at most 200 characters (answerCallbackQuery)."""
    texts = Texts(is_strict=True)
    plain = {k: a for k, a in arguments(language).items() if PLAIN.match(k)}
    assert plain
    for key, names in plain.items():
        text = texts.get(language, key, **dict.fromkeys(names, "12"))
        assert len(text) <= 200, key
        assert "<" not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_is_what_telegram_takes(language: str) -> None:
    """Every tag is known and closed: one mistake and the message is refused."""
    texts = Texts(is_strict=True)
    for key, names in arguments(language).items():
        _check_html(key, texts.get(language, key, **dict.fromkeys(names, 1)))
        if key.startswith(("failure-", "help-", "hint")):
            _check_html(key, texts.get(language, key, **dict.fromkeys(names, "none")))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert not attrs
        self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _check_html(key: str, text: str) -> None:
    tags = _Tags()
    tags.feed(text)
    tags.close()
    assert tags.open == [], key
    assert text.count("<") == text.count(">"), key
