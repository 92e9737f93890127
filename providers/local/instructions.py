"""Reads an edit instruction in English, Chinese or Russian into changes; all of it, or not at all."""

import re
from functools import lru_cache

from providers.local.backgrounds import COLOURS
from providers.local.changes import BACKDROPS, Change, Edit
from providers.local.phrases import (
    BARE_DEGREES,
    DEGREES,
    FILLERS,
    LEFT,
    LIGHT,
    PHRASES,
    POLITE,
    RATIO,
    RIGHT,
    STRONG,
    UPSIDE_DOWN,
)

REMEMBERED = 512  # instructions


class NotUnderstood(Exception):
    """The instruction has words that mean no edit of ours."""


def read_instruction(text: str) -> tuple[Change, ...]:
    """The changes in the order of the text.

    A word that is neither an edit nor a filler makes the whole instruction not understood: doing
    half of what somebody asked for ("blur the sky") would be worse than saying so.

    Raises:
        NotUnderstood: nothing, or not all of it, is known.
    """
    changes = _understood(text)
    if changes is None:
        raise NotUnderstood(text)
    return changes


@lru_cache(maxsize=REMEMBERED)
def _understood(text: str) -> tuple[Change, ...] | None:
    """The same, None for no.

    Remembered: an order's words are looked at each time that somebody asks who could take it, at
    its start, for its price, and for the buttons under its result.
    """
    try:
        return _read(text)
    except NotUnderstood:
        return None


def _read(text: str) -> tuple[Change, ...]:
    rest = _Text(text.lower())
    rest.take(POLITE)
    strength = 0.5 if rest.take(LIGHT) else 2.0 if rest.take(STRONG) else 1.0
    rest.squeeze()  # what was "blur slightly the background"
    taken = {edit: rest.take(phrase) for edit, phrase in PHRASES.items()}
    found = {edit: matches for edit, matches in taken.items() if matches}
    changes = [
        _step(edit, [match[0] for match in found[edit]], strength, text.lower(), rest)
        for edit in sorted(found, key=lambda edit: found[edit][0].start())
    ]
    rest.take(FILLERS)
    if not changes or rest.has_words:
        raise NotUnderstood(text)
    return tuple(_with_one_backdrop(changes))


def _with_one_backdrop(changes: list[Change]) -> list[Change]:
    """A background that is filled goes out first: saying both is saying it once.

    Raises:
        NotUnderstood: the background should become two things.
    """
    wanted = {change.edit for change in changes} & BACKDROPS
    if Edit.FILL_BACKGROUND in wanted:
        wanted.discard(Edit.REMOVE_BACKGROUND)
    if len(wanted) > 1:
        raise NotUnderstood(", ".join(wanted))
    return [change for change in changes if change.edit not in BACKDROPS - wanted]


class _Text:
    """A text from which understood parts are taken away, places unchanged."""

    def __init__(self, text: str) -> None:
        self._text = text

    def squeeze(self) -> None:
        """One space where there are more: phrases are written with one."""
        self._text = " ".join(self._text.split())

    def take(self, pattern: str) -> list[re.Match[str]]:
        """Blank out what matches; the matches."""
        matches = list(re.finditer(pattern, self._text))
        self._text = re.sub(pattern, lambda match: " " * len(match[0]), self._text)
        return matches

    def take_first(self, pattern: str) -> re.Match[str] | None:
        """Blank out the first match, and give it back."""
        match = re.search(pattern, self._text)
        if match is not None:
            start, end = match.span()
            self._text = self._text[:start] + " " * (end - start) + self._text[end:]
        return match

    @property
    def has_words(self) -> bool:
        """Is there a letter or a digit left?"""
        return re.search(r"\w", self._text) is not None


def _step(
    edit: Edit, words: list[str], strength: float, whole: str, rest: _Text
) -> Change:
    if edit is Edit.ROTATE:
        return Change(edit=edit, degrees=_degrees(whole, rest))
    if edit is Edit.CROP:
        ratio = rest.take_first(RATIO)
        if ratio is None:
            return Change(edit=edit)
        wide, high = int(ratio[1]), int(ratio[2])
        if not wide or not high:
            raise NotUnderstood(whole)
        return Change(edit=edit, ratio=(wide, high))
    if edit is Edit.FILL_BACKGROUND:
        colours = {_colour(each) for each in words}
        if len(colours) > 1:
            raise NotUnderstood(whole)
        return Change(edit=edit, colour=colours.pop())
    return Change(edit=edit, strength=strength)


def _colour(words: str) -> tuple[int, int, int]:
    """The last one named: "replace the white background with blue"."""
    places = {
        match.start(): colour
        for name, colour in COLOURS.items()
        for match in re.finditer(name, words)
    }
    return places[max(places)]


def _degrees(whole: str, rest: _Text) -> int:
    number = rest.take_first(DEGREES) or rest.take_first(BARE_DEGREES)
    is_left = bool(rest.take(LEFT))
    rest.take(RIGHT)
    if number is not None:
        degrees = int(number[1])
    else:
        degrees = 180 if re.search(UPSIDE_DOWN, whole) else 90
    return (-degrees if is_left else degrees) % 360
