"""Words beside numbers have the number's form, in every message and for every number."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from bot.i18n.texts import Texts
from tests.unit.i18n.catalogues import arguments

NUMBERS = (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111)
ODD = (0, 1, 2, 5)  # for one number among several
# Arguments that are words; every other one counts something.
WORDS = {
    "at",
    "amount",
    "bar",
    "command",
    "kind",
    "model",
    "models",
    "name",
    "option",
    "prompt",
    "provider",
    "ratios",
    "reason",
    "scales",
    "settings",
    "suggestion",
    "turns",
    "user",
    "value",
    "what",
    "words",
    "zone",
}
ENGLISH = {  # one, more
    ("picture", "pictures"),
    ("credit", "credits"),
    ("job", "jobs"),
    ("order", "orders"),
    ("character", "characters"),
    ("pixel", "pixels"),
    ("megapixel", "megapixels"),
    ("day", "days"),
    ("works", "work"),
    ("stays", "stay"),
}
RUSSIAN = {  # 1, 2-4, 5 and more; after "of" and "up to": the second for 1, the third for all else
    ("картинка", "картинки", "картинок"),
    ("кредит", "кредита", "кредитов"),
    ("задание", "задания", "заданий"),
    ("заказ", "заказа", "заказов"),
    ("знак", "знака", "знаков"),
    ("пиксель", "пикселя", "пикселей"),
    ("мегапиксель", "мегапикселя", "мегапикселей"),
    ("день", "дня", "дней"),
}
GENITIVE = {"из", "больше", "меньше", "до", "около"}
NEVER_ONE = {  # said of several only
    "status-batch",  # an album has two pictures at least
    "privacy-results",  # spans that stand in the code
    "privacy-updates",
    "failure-prompt_too_long",
}
UNBENT = {  # words that may follow a number and have one form
    "en": {
        "of",
        "left",
        "extra",
        "ahead",
        "alone",
        "more",
        "h",
        "min",
        "s",
        "mb",
        "mp",
        "and",
        "a",
        "again",
        "came",
        "delivered",
        "done",
    },
    "ru": {"из", "в", "и", "ч", "мин", "сут", "\u0441", "мб", "мп", "ещё"},
}
BESIDE = re.compile(r"(?<![\w.,])(\d+)(?=\s+([^\W\d_]+))")
TAG = re.compile(r"<[^>]+>")
TEXTS = Texts(is_strict=True)


def renderings(language: str) -> Iterator[tuple[str, str]]:
    """Every message that counts, with all its numbers alike and with each one different."""
    for key, names in arguments(language).items():
        counts = sorted(names - WORDS)
        words = dict.fromkeys(names & WORDS, "…")
        for number, odd, other in product(NUMBERS, counts, ODD):
            args = dict.fromkeys(counts, number) | {odd: other} | words
            yield key, TAG.sub("", TEXTS.get(language, key, **args))


def pairs(language: str) -> set[tuple[str, str, int, str]]:
    """Every number with a word behind it: key, word before, number, word behind."""
    return {
        (key, _last_word(text[: found.start()]), int(found[1]), found[2].lower())
        for key, text in renderings(language)
        for found in BESIDE.finditer(text)
    }


def _last_word(text: str) -> str:
    return (text.split() or [""])[-1].lower()


def english(number: int) -> int:
    """Which form of an English word goes with a number."""
    return 0 if number == 1 else 1


def russian(number: int, before: str) -> int:
    """Which form of a Russian word goes with a number."""
    is_one = number % 10 == 1 and number % 100 != 11
    if before in GENITIVE:
        return 1 if is_one else 2
    is_few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    return 0 if is_one else 1 if is_few else 2


def wrong(language: str) -> list[tuple[str, str, int, str]]:
    """Words in another form than their number's, or in none that is known."""
    lists = ENGLISH if language == "en" else RUSSIAN
    forms = {word: each for each in lists for word in each}
    return [
        (key, before, number, word)
        for key, before, number, word in sorted(pairs(language))
        if word not in UNBENT[language]
        and not (number == 1 and key in NEVER_ONE)
        and (word not in forms or forms[word][form(language, number, before)] != word)
    ]


def form(language: str, number: int, before: str) -> int:
    """Which of a word's forms goes with a number."""
    return english(number) if language == "en" else russian(number, before)


def test_english_words_have_the_numbers_form() -> None:
    """One picture, two pictures; a word that is not in the list above has to be put there."""
    assert wrong("en") == []


def test_russian_words_have_the_numbers_form() -> None:
    """1 картинка, 2 картинки, 5 картинок, 21 картинка; and "из 21 картинки", "из 22 картинок"."""
    assert wrong("ru") == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_search_finds_numbers_beside_words(language: str) -> None:
    """It looks at the messages that everybody sees."""
    seen = {key for key, *_ in pairs(language)}
    assert {"status-done", "jobs-title", "settings-priced", "jobs-waiting"} <= seen
