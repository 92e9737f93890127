"""Buttons laid out in rows that a phone can show: words are never cut where a row could be split."""

import unicodedata
from collections.abc import Sequence

from telegram import InlineKeyboardButton

IN_A_ROW = 5
ROW = 42  # narrow characters that a row of one button shows on a phone
PADDING = 2  # of each button, in the same measure

Row = list[InlineKeyboardButton]
Rows = list[Row]


def packed(keys: Sequence[InlineKeyboardButton]) -> Rows:
    """As many in a row as show their whole words; all buttons of a row are equally wide."""
    rows: Rows = []
    for key in keys:
        if rows and _fit([*rows[-1], key]):
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def wrapped(keys: Sequence[InlineKeyboardButton]) -> Rows:
    """Short ones, five in a row; the last row is not left with one alone if that can be helped."""
    count = -(-len(keys) // IN_A_ROW)
    width = -(-len(keys) // count) if count else 1
    return [list(keys[start : start + width]) for start in range(0, len(keys), width)]


def width_of(words: str) -> int:
    """How much room a text takes, in narrow characters."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in words)
    return len(words) + wide


def _fit(row: Sequence[InlineKeyboardButton]) -> bool:
    widest = max(width_of(key.text) for key in row)
    return len(row) <= IN_A_ROW and len(row) * (widest + PADDING) <= ROW
