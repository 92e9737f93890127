"""Reading the catalogues."""

import pytest
from structlog.testing import capture_logs

from bot.i18n.texts import Texts


@pytest.mark.parametrize(
    "code,language",
    [
        ("zh-hans", "zh"),
        ("zh_TW", "zh"),
        ("ru-RU", "ru"),
        ("EN", "en"),
        ("de", "ru"),
        ("", "ru"),
        (None, "ru"),
    ],
)
def test_a_tag_becomes_one_of_our_languages(code: str | None, language: str) -> None:
    """Regions and scripts are dropped; a stranger's language is the default."""
    assert Texts("ru").pick(code) == language


def test_an_unknown_default_is_refused() -> None:
    """A wrong LANGUAGE is found when the texts are read."""
    with pytest.raises(ValueError, match="de"):
        Texts("de")


def test_a_missing_text_raises_where_it_is_strict() -> None:
    """Tests find a missing key and a missing argument."""
    texts = Texts(is_strict=True)
    with pytest.raises(LookupError):
        texts.get("en", "no-such-key")
    with pytest.raises(LookupError):
        texts.get("en", "failure-option_twice")


def test_a_missing_text_is_shown_as_its_key_and_logged_once() -> None:
    """In production nobody is left without an answer, and the log is not flooded."""
    texts = Texts()
    with capture_logs() as logs:
        assert texts.get("ru", "no-such-key") == "no-such-key"
        assert texts.get("ru", "no-such-key") == "no-such-key"
    assert [(log["event"], log["language"]) for log in logs] == [
        ("text.missing", "ru"),
        ("text.missing", "en"),
    ]


@pytest.mark.parametrize("number", [10**28, -(10**40), float("inf")])
def test_a_number_that_cannot_be_written_takes_nobody_down(number: float) -> None:
    """Who tells of a fault must not make another: the key is shown, and logged once."""
    texts = Texts()
    with capture_logs() as logs:
        for _ in range(2):
            told = texts.get("ru", "failure-picture_which", count=number)
            assert told == "failure-picture_which"
    assert [entry["event"] for entry in logs] == ["text.incomplete"]


def test_an_unknown_language_speaks_english() -> None:
    """A stored language that was dropped later still gets a text."""
    with capture_logs():
        assert Texts().get("de", "menu-gen") == Texts().get("en", "menu-gen")


@pytest.mark.parametrize(
    "count,words",
    [(1, "1 задание"), (3, "3 задания"), (5, "5 заданий"), (21, "21 задание")],
)
def test_russian_plurals_are_right(count: int, words: str) -> None:
    """One, few and many take their own forms."""
    assert words in Texts(is_strict=True).get("ru", "jobs-title", count=count)


def test_arguments_carry_no_isolating_marks() -> None:
    """What is filled in can be copied and parsed: no invisible characters around it."""
    text = Texts(is_strict=True).get("en", "failure-option_twice", option="ar")
    assert "<code>--ar</code>" in text
