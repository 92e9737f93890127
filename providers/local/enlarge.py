"""Enlarges a whole picture tile by tile, so that memory grows with the result alone."""

from collections.abc import Sequence

import numpy as np

from providers.local.networks import (
    SPAN_X2,
    SPAN_X4,
    WAIFU2X_X2,
    Networks,
    Pixels,
    Planes,
    Weights,
)
from providers.local.tiles import Tile, cut
from providers.local.watch import Watch

TILE = 96
"""Pixels of the source along a tile's side: larger ones are no faster and take more memory."""

OVERLAP = 10
"""Pixels around a tile that the network sees and the result drops; keeps seams under 3/255."""

COLOURS = 3


def passes_for(scale: int, *, is_lossy: bool) -> tuple[Weights, ...]:
    """Which networks make this enlargement, one after another.

    SPAN is the sharper one and takes JPEG's blocks for detail; waifu2x was trained on JPEG and
    smooths them (docs/engine.md holds the measurements, 4x included).
    """
    if is_lossy:
        return (WAIFU2X_X2,) if scale == WAIFU2X_X2.scale else (WAIFU2X_X2, WAIFU2X_X2)
    return (SPAN_X2,) if scale == SPAN_X2.scale else (SPAN_X4,)


def enlarge(
    picture: Pixels,
    passes: Sequence[Weights],
    networks: Networks,
    watch: Watch,
    *,
    channels: int = COLOURS,
    side: int = TILE,
    overlap: int = OVERLAP,
) -> Pixels:
    """Run the passes over a picture.

    Args:
        picture: height x width x 3, at least one pixel each way.
        passes: networks, applied in order.
        networks: where they are loaded.
        watch: told after each tile; stops the work between two.
        channels: of the result; 1 or 3 for the colours alone, one more leaves room for alpha.
        side: of a tile, in source pixels.
        overlap: seen by the network around each tile.

    Returns:
        A buffer of its own. A last even channel (alpha) is left unset.
    """
    costs = _costs(passes)
    done = 0.0
    for index, (weights, cost) in enumerate(zip(passes, costs, strict=True)):
        is_last = index == len(passes) - 1
        picture = _pass(
            picture,
            weights,
            networks,
            _Share(watch, done, cost),
            channels if is_last else COLOURS,
            side,
            overlap,
        )
        done += cost
    return picture


class _Share:
    """The part of the whole progress that one pass makes."""

    def __init__(self, watch: Watch, start: float, length: float) -> None:
        self._watch, self._start, self._length = watch, start, length

    def report(self, fraction: float) -> None:
        self._watch.report(self._start + self._length * fraction)


def _costs(passes: Sequence[Weights]) -> list[float]:
    """Each pass's share of the time, by the pixels that go into it."""
    pixels, inputs = 1, []
    for weights in passes:
        inputs.append(pixels)
        pixels *= weights.scale**2
    return [count / sum(inputs) for count in inputs]


def _pass(
    picture: Pixels,
    weights: Weights,
    networks: Networks,
    share: _Share,
    channels: int,
    side: int,
    overlap: int,
) -> Pixels:
    height, width = picture.shape[:2]
    scale = weights.scale
    around = ((overlap, overlap), (overlap, overlap), (0, 0))
    padded = np.pad(picture, around, mode="reflect")
    result = np.empty((height * scale, width * scale, channels), np.uint8)
    share.report(0.0)
    finished = 0
    for tile in cut(width, height, side):
        planes = networks.run(weights, _piece(padded, tile, overlap))
        _place(result, tile, scale, planes)
        finished += tile.width * tile.height
        share.report(finished / (width * height))
    return result


def _piece(padded: Pixels, tile: Tile, overlap: int) -> Planes:
    """A tile with what lies around it; in `padded` it starts `overlap` pixels before itself."""
    piece = padded[
        tile.top : tile.top + tile.height + 2 * overlap,
        tile.left : tile.left + tile.width + 2 * overlap,
    ]
    return piece.transpose(2, 0, 1).astype(np.float32) / np.float32(255)


def _place(result: Pixels, tile: Tile, scale: int, planes: Planes) -> None:
    """Write the middle of a network's answer to the tile's place in the result."""
    height, width = tile.height * scale, tile.width * scale
    top, left = (planes.shape[1] - height) // 2, (planes.shape[2] - width) // 2
    middle = planes[:, top : top + height, left : left + width].transpose(1, 2, 0)
    colours = COLOURS if result.shape[2] >= COLOURS else 1
    if colours == 1:
        middle = middle.mean(axis=2, keepdims=True)
    y, x = tile.top * scale, tile.left * scale
    result[y : y + height, x : x + width, :colours] = (
        (middle * 255 + 0.5).clip(0, 255).astype(np.uint8)
    )
