"""Cuts a picture into tiles of nearly equal size: pure arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A rectangle of the source, in pixels; the tiles of a picture touch and never overlap."""

    left: int
    top: int
    width: int
    height: int


def cut(width: int, height: int, side: int) -> Iterator[Tile]:
    """All tiles of a picture, row by row, none wider or higher than `side`."""
    for top, tile_height in _spans(height, side):
        for left, tile_width in _spans(width, side):
            yield Tile(left=left, top=top, width=tile_width, height=tile_height)


def _spans(length: int, side: int) -> list[tuple[int, int]]:
    """Starts and lengths: equal but for one pixel, since a thin last tile costs its overlap too."""
    parts = -(-length // side)
    edges = [length * index // parts for index in range(parts + 1)]
    return [(start, end - start) for start, end in pairwise(edges)]
