"""Tiles cover a picture exactly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from providers.local.tiles import cut

SIDES = st.integers(min_value=1, max_value=300)


@given(width=SIDES, height=SIDES, side=st.integers(min_value=16, max_value=130))
def test_each_pixel_lies_in_exactly_one_tile(
    width: int, height: int, side: int
) -> None:
    """A gap would leave noise in the result, an overlap would cost time twice."""
    covered = np.zeros((height, width), np.int32)

    for tile in cut(width, height, side):
        rows = slice(tile.top, tile.top + tile.height)
        covered[rows, tile.left : tile.left + tile.width] += 1

    assert (covered == 1).all()


@given(width=SIDES, side=st.integers(min_value=1, max_value=130))
def test_tiles_are_small_and_nearly_equal(width: int, side: int) -> None:
    """The side bounds the memory; a sliver at the end would be mostly overlap."""
    widths = [tile.width for tile in cut(width, 1, side)]

    assert max(widths) <= side
    assert max(widths) - min(widths) <= 1
