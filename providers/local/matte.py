"""From a coarse mask to a matte that follows the picture's own edges, hair included.

A guided filter (He, Sun, Tang: "Guided Image Filtering", 2013): within a small window the matte is a
linear function of the colours. The functions are found on a small copy and used on the large picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from providers.local.networks import Pixels
from providers.local.subject import Mask

Field = NDArray[np.float32]
"""Height x width x channels, of any range."""

SMALL = 640
"""Longest side of the copy on which the functions are found: twice what the network sees."""

WINDOW = 1 / 80
"""Half a window as a part of that side: about the width of the mask's blurred edge."""

FLATNESS = 1e-3
"""Colour variance (of 0..1 squared) under which an area counts as flat and the mask is averaged."""

DEEP, NEAR = 3, 9
"""Windows of the mask, in its pixels: what is subject all through the one stays subject, what is
none all through the other stays none, whatever the colours say (glints and grain say much)."""

CLEAR, SOLID = 0.12, 0.85
"""What is under the one is none of the subject, what is over the other is all of it."""

BAND = 256
"""Rows that are worked on at once, so that floating point numbers stay few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matte:
    """How colours turn into a matte, everywhere in a picture.

    Attributes:
        slopes: small height x small width x 4: for red, green, blue (0..1), and the constant.
        bounds: as large, x 2: the least and the most that the matte can be there.
        width: of the picture.
        height: of the picture.
    """

    slopes: Field
    bounds: Field
    width: int
    height: int

    def whole(self, picture: Image.Image) -> Pixels:
        """The matte of the picture that it was found for, 0..255."""
        matte = np.empty((self.height, self.width), np.uint8)
        for top, rows in bands(self.height):
            colours = np.asarray(picture.crop((0, top, self.width, top + rows)))
            matte[top : top + rows] = self._rows(colours, top) * np.float32(255) + 0.5
        return matte

    def _rows(self, colours: Pixels, top: int) -> Mask:
        """Some whole rows, of which the first is row `top` of the picture; 0..1."""
        size = (self.width, self.height)
        near = enlarge_rows(self.slopes, size, top, len(colours))
        matte = near[..., 3]
        for channel in range(3):
            matte += near[..., channel] * colours[..., channel] / np.float32(255)
        bounds = enlarge_rows(self.bounds, size, top, len(colours))
        matte = np.clip(matte, bounds[..., 0], bounds[..., 1])
        share = np.clip((matte - CLEAR) / (SOLID - CLEAR), 0, 1)
        smooth: Mask = share * share * (3 - 2 * share)
        return smooth


def find_matte(picture: Image.Image, mask: Mask) -> Matte:
    """Fit a coarse mask of any size to the edges of an RGB picture."""
    small = shrink(picture)
    guide = np.asarray(small, np.float32) / np.float32(255)
    wide = Image.fromarray(mask).resize(small.size, Image.Resampling.BICUBIC)
    slopes = _slopes(guide, np.asarray(wide, np.float32), _radius(small))
    return Matte(
        slopes=slopes,
        bounds=_bounds(mask, small.size),
        width=picture.width,
        height=picture.height,
    )


def shrink(picture: Image.Image) -> Image.Image:
    """A copy with no side over SMALL."""
    part = min(1.0, SMALL / max(picture.size))
    size = (max(1, round(picture.width * part)), max(1, round(picture.height * part)))
    return picture.resize(size, Image.Resampling.BOX)


def bands(height: int) -> Iterator[tuple[int, int]]:
    """First rows and numbers of rows that make up a picture."""
    for top in range(0, height, BAND):
        yield top, min(BAND, height - top)


def enlarge_rows(field: Field, size: tuple[int, int], top: int, rows: int) -> Field:
    """Some whole rows of a small field, as they are when it is stretched to `size`."""
    width, height = size
    scale = field.shape[0] / height
    box = (0, top * scale, field.shape[1], min((top + rows) * scale, field.shape[0]))
    layers = [
        Image.fromarray(np.ascontiguousarray(field[..., layer])).resize(
            (width, rows), Image.Resampling.BILINEAR, box=box
        )
        for layer in range(field.shape[2])
    ]
    return np.stack([np.asarray(layer) for layer in layers], axis=-1)


def around(field: Field, radius: int) -> Field:
    """The mean within a square window at each place; at the rim, of what there is."""
    for axis in (0, 1):
        field = _along(field, radius, axis)
    return field


def _along(field: Field, radius: int, axis: int) -> Field:
    length = field.shape[axis]
    zero = np.zeros_like(np.take(field, [0], axis), np.float64)
    sums = np.concatenate((zero, np.cumsum(field, axis, np.float64)), axis)
    places = np.arange(length)
    ends = np.minimum(places + radius + 1, length)
    starts = np.maximum(places - radius, 0)
    counts = (ends - starts).reshape(
        [-1 if one == axis else 1 for one in range(field.ndim)]
    )
    windows = np.take(sums, ends, axis) - np.take(sums, starts, axis)
    means: Field = (windows / counts).astype(np.float32)
    return means


def _radius(small: Image.Image) -> int:
    return max(2, round(max(small.size) * WINDOW))


def _bounds(mask: Mask, size: tuple[int, int]) -> Field:
    """The least and the most of the mask around each place."""
    coarse = Image.fromarray((mask.clip(0, 1) * 255).astype(np.uint8))
    sides = (ImageFilter.MinFilter(DEEP), ImageFilter.MaxFilter(NEAR))
    layers = [
        np.asarray(coarse.filter(side).resize(size, Image.Resampling.BILINEAR))
        for side in sides
    ]
    return np.stack(layers, axis=-1).astype(np.float32) / np.float32(255)


def _slopes(guide: Field, mask: Mask, radius: int) -> Field:
    """The least-squares function of each window, averaged over the windows that hold a place."""
    mean = around(guide, radius)
    level = around(mask, radius)
    together = around(guide * mask[..., None], radius) - mean * level[..., None]
    products = around(guide[..., :, None] * guide[..., None, :], radius)
    spread = products - mean[..., :, None] * mean[..., None, :]
    spread += np.eye(3, dtype=np.float32) * np.float32(FLATNESS)
    slope = np.linalg.solve(spread, together[..., None])[..., 0]
    constant = level - (slope * mean).sum(axis=-1)
    return around(np.concatenate((slope, constant[..., None]), axis=-1), radius)
