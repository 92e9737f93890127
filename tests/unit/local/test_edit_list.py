"""The refusal's list of edits is true: each phrase is understood in the language it is told in."""

import re

import pytest

from bot.i18n.texts import Texts
from providers.local.changes import Edit
from providers.local.instructions import read_instruction

QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»")


def listed(language: str) -> list[str]:
    """The phrases that a person is told to try."""
    text = Texts(is_strict=True).get(language, "failure-edit_not_understood")
    return [first or second for first, second in QUOTED.findall(text)]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_every_edit_is_listed_and_every_listed_phrase_is_that_edit(
    language: str,
) -> None:
    """One phrase for each edit; who copies one out of the refusal is not refused again."""
    understood = [read_instruction(phrase) for phrase in listed(language)]

    assert all(len(changes) == 1 for changes in understood)
    assert sorted(changes[0].edit for changes in understood) == sorted(Edit)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_listed_phrases_go_together(language: str) -> None:
    """The refusal says that several work at once: every pair, but two kinds of background."""
    phrases = listed(language)
    pairs = [
        (one, other)
        for one in phrases
        for other in phrases[3:]  # the first three are the backgrounds
        if one != other and not is_part(one, other)
    ]

    for one, other in pairs:
        changes = {change.edit for change in read_instruction(f"{one}, {other}")}
        singles = {read_instruction(phrase)[0].edit for phrase in (one, other)}
        assert changes == singles, (one, other)


def is_part(one: str, other: str) -> bool:
    """A phrase that stands in the other one."""
    return one in other or other in one
