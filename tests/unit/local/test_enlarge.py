"""Enlarging by tiles: no seams, any size, progress, and an end between two tiles."""

import numpy as np
import pytest
from typing_extensions import override

from providers.local.enlarge import enlarge, passes_for
from providers.local.networks import Networks
from providers.local.watch import Stopped, Watch
from tests.unit.local.photos import load

NETWORKS = Networks()
KINDS = pytest.mark.parametrize("is_lossy", [False, True], ids=["span", "waifu2x"])
SCALES = pytest.mark.parametrize("scale", [2, 4])


class Listener(Watch):
    """Keeps each report, and stops the work after some."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__()
        self.heard: list[float] = []
        self._stop_after = stop_after

    @override
    def report(self, fraction: float) -> None:
        if len(self.heard) == self._stop_after:
            self.stop()
        super().report(fraction)
        self.heard.append(fraction)


@KINDS
@SCALES
def test_tiles_leave_no_seams(scale: int, is_lossy: bool) -> None:
    """A picture made of tiles differs from one made in one piece by at most 3 of 255."""
    photo = np.asarray(load("coffee.png").crop((60, 20, 260, 220)))
    passes = passes_for(scale, is_lossy=is_lossy)

    whole = enlarge(photo, passes, NETWORKS, Watch(), side=1000)
    tiled = enlarge(photo, passes, NETWORKS, Watch(), side=64)

    assert np.abs(whole.astype(int) - tiled.astype(int)).max() <= 3


@KINDS
@SCALES
@pytest.mark.parametrize("width, height", [(1, 1), (2, 2), (2, 301), (97, 3)])
def test_any_size_comes_out_scaled(
    width: int, height: int, scale: int, is_lossy: bool
) -> None:
    """A picture thinner than the overlap is no special case; its mean colour stays."""
    picture = np.full((height, width, 3), (200, 120, 40), np.uint8)

    result = enlarge(picture, passes_for(scale, is_lossy=is_lossy), NETWORKS, Watch())

    assert result.shape == (height * scale, width * scale, 3)
    assert np.abs(result.mean(axis=(0, 1)) - (200, 120, 40)).max() < 4


def test_progress_is_told_per_tile_over_all_passes() -> None:
    """Two passes of four times the work still read as one bar from 0 to 1."""
    picture = np.zeros((40, 40, 3), np.uint8)
    watch = Listener()

    enlarge(picture, passes_for(4, is_lossy=True), NETWORKS, watch, side=20)

    assert len(watch.heard) == 2 + 4 + 16
    assert watch.heard == sorted(watch.heard)
    assert watch.heard[0] == 0
    assert watch.heard[4] == pytest.approx(0.2)
    assert watch.heard[-1] == pytest.approx(1)


def test_work_ends_between_two_tiles_when_called_off() -> None:
    """A cancelled job gives its core back after one tile, not after the picture."""
    picture = np.zeros((60, 60, 3), np.uint8)
    watch = Listener(stop_after=3)

    with pytest.raises(Stopped):
        enlarge(picture, passes_for(2, is_lossy=False), NETWORKS, watch, side=20)

    assert len(watch.heard) == 3


def test_gray_pictures_stay_gray() -> None:
    """One channel in the result keeps a network from tinting a gray photo."""
    gray = load("chelsea.png").convert("L").convert("RGB").crop((0, 0, 64, 48))

    result = enlarge(
        np.asarray(gray),
        passes_for(2, is_lossy=False),
        NETWORKS,
        Watch(),
        channels=1,
    )

    assert result.shape == (96, 128, 1)
