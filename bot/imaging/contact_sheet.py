"""Lays several pictures out as one numbered grid."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from bot.imaging.badges import badge
from bot.imaging.opening import RESULTS, decoded, opened
from bot.imaging.shrinking import GROUND, shrunk
from bot.imaging.writing import write_jpeg

SHEET_SIDE = 2560  # pixels of the longer side at most
QUALITY = 88
_GAP = 12  # pixels between two pictures
_PAPER = (250, 250, 250)
_BADGE = 0.2  # of a cell's shorter side
_MIN_BADGE = 28  # pixels
_LARGEST_RATIO = 2.5  # of a cell; stranger pictures are fitted into it


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Columns, rows and the size of one cell in pixels."""

    columns: int
    rows: int
    cell: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """Of the whole sheet."""
        return (
            self.columns * (self.cell[0] + _GAP) + _GAP,
            self.rows * (self.cell[1] + _GAP) + _GAP,
        )

    def corner(self, index: int) -> tuple[int, int]:
        """Left and top of the cell with this index, row by row from 0."""
        row, column = divmod(index, self.columns)
        return (
            _GAP + column * (self.cell[0] + _GAP),
            _GAP + row * (self.cell[1] + _GAP),
        )


def contact_sheet(paths: Sequence[Path], destination: Path) -> Path:
    """Write the grid as a JPEG; one picture after another is decoded, never all at once.

    Raises:
        ValueError: there are no pictures.
        Refused: one of them cannot be read.
    """
    if not paths:
        raise ValueError("a contact sheet needs pictures")
    grid = plan([_size(path) for path in paths])
    sheet = Image.new("RGB", grid.size, _PAPER)
    for index, path in enumerate(paths):
        corner = grid.corner(index)
        sheet.paste(_tile(path, grid.cell), corner)
        _number(sheet, index + 1, corner, grid.cell)
    target = destination.with_suffix(".jpg")
    write_jpeg(sheet, target, quality=QUALITY, full_colour=False)
    return target


def plan(sizes: Sequence[tuple[int, int]]) -> Grid:
    """The grid that shows pictures of these sizes largest on a screen about square.

    Two stand side by side, or above each other when they are wide; three and four make 2x2.
    """
    ratio = _middle_ratio(sizes)
    columns = _columns(len(sizes), ratio)
    rows = math.ceil(len(sizes) / columns)
    room = (SHEET_SIDE - (columns + 1) * _GAP) / columns
    height_room = (SHEET_SIDE - (rows + 1) * _GAP) / rows
    largest = max(max(size) for size in sizes)
    width = min(room, height_room * ratio, largest * min(1.0, ratio))
    cell = (max(1, round(width)), max(1, round(width / ratio)))
    return Grid(columns=columns, rows=rows, cell=_at_least(cell))


def _columns(count: int, ratio: float) -> int:
    if count == 1:
        return 1
    if count == 2:  # noqa: PLR2004 - a pair
        return 1 if ratio > 1.2 else 2  # noqa: PLR2004 - wider than a pair can be beside
    return math.ceil(math.sqrt(count))


def _middle_ratio(sizes: Sequence[tuple[int, int]]) -> float:
    ratios = sorted(width / height for width, height in sizes)
    middle = ratios[len(ratios) // 2]
    return min(_LARGEST_RATIO, max(1 / _LARGEST_RATIO, middle))


def _at_least(cell: tuple[int, int]) -> tuple[int, int]:
    """Tiny pictures still need room for a number that can be read."""
    factor = max(1.0, 4 * _MIN_BADGE / min(cell))
    return round(cell[0] * factor), round(cell[1] * factor)


def _size(path: Path) -> tuple[int, int]:
    with opened(path, RESULTS) as image:
        return image.size


def _tile(path: Path, cell: tuple[int, int]) -> Image.Image:
    with decoded(path, RESULTS) as image:
        small = shrunk(image, cell)
    return ImageOps.pad(small, cell, Image.Resampling.LANCZOS, color=GROUND)


def _number(
    sheet: Image.Image, number: int, corner: tuple[int, int], cell: tuple[int, int]
) -> None:
    side = max(_MIN_BADGE, round(min(cell) * _BADGE))
    disc = badge(number, side)
    margin = side // 5
    sheet.paste(disc, (corner[0] + margin, corner[1] + margin), disc)
