"""The page's own words: all there in each language, with the same places, and each of them used."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

PAGE = Path(str(files("bot.playground.page")))
STATIC = PAGE / "static"
LANGUAGES = {"en", "zh", "ru"}
# Unicode CLDR, cardinal plurals; Chinese has one form for all.
FORMS = {
    "en": {"one", "other"},
    "zh": {"other"},
    "ru": {"one", "few", "many", "other"},
}
TEXTS = json.loads((STATIC / "texts.json").read_text("utf-8"))
PLACE = re.compile(r"\{(\w+)\}")
# Keys that the scripts and the markup name: t("key"), data-text="key", and whole words in quotes.
NAMED = re.compile(r"""["'`](\w+)["'`]""")
FAMILIES = ("wallet_", "bot_", "sample_")  # t(`wallet_${each}`) and the like


def words_of(entry: str | dict[str, str]) -> list[str]:
    """The text of a language, or all its plural forms."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def sources() -> Iterator[str]:
    """Everything that may name a key, besides what the server tells."""
    for pattern in ("*.js", "*.html"):
        for path in sorted(STATIC.glob(pattern)):
            yield path.read_text("utf-8")
    for name in ("cast.py", "mischief.py"):
        yield (PAGE / name).read_text("utf-8")
    yield "'reserved' 'charged' 'released' 'granted'"  # kinds of lines in the ledger


@pytest.mark.parametrize("key", TEXTS)
def test_key_is_there_in_each_language(key: str) -> None:
    """Nothing is missing, nothing is empty, and the same places are filled everywhere."""
    texts = TEXTS[key]

    assert set(texts) == LANGUAGES
    places = [
        set(PLACE.findall(text)) for entry in texts.values() for text in words_of(entry)
    ]
    assert all(text.strip() for entry in texts.values() for text in words_of(entry))
    assert all(each == places[0] for each in places)


@pytest.mark.parametrize("key", TEXTS)
def test_counted_words_have_the_plurals_of_their_language(key: str) -> None:
    """Where a number stands, each language has all the forms that it knows."""
    counted = {
        tongue: set(entry)
        for tongue, entry in TEXTS[key].items()
        if not isinstance(entry, str)
    }

    assert counted in ({}, FORMS)


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    """No word of the page stands outside the file, and none in it is left over."""
    named = {name for source in sources() for name in NAMED.findall(source)}
    called = {
        key
        for source in sources()
        for key in re.findall(
            r"""\bt\("(\w+)"|data-(?:text|label|placeholder)="(\w+)\"""", source
        )
        for key in key
        if key
    }

    unused = {key for key in TEXTS if key not in named and not key.startswith(FAMILIES)}
    assert called <= set(TEXTS)
    assert unused == set()


def test_markup_says_in_english_what_the_file_says() -> None:
    """Before the script runs, and for those who read the source, the words are the same."""
    markup = (STATIC / "index.html").read_text("utf-8")
    shown = re.findall(r'data-text="(\w+)"[^>]*>([^<]+)<', markup)
    labels = re.findall(r'data-label="(\w+)"\s+aria-label="([^"]+)"', markup)

    assert shown
    assert labels
    for key, text in shown + labels:
        assert TEXTS[key]["en"] == text
