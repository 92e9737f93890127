"""Puts a subject before nothing, before a colour, or before its own background out of focus."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from providers.local.changes import Change, Edit
from providers.local.matte import Field, around, bands, enlarge_rows, shrink
from providers.local.networks import Pixels

REACH = 1 / 40
"""How far colours are looked for beyond a soft edge, as a part of the longest side."""

DEFOCUS = 1 / 90
"""Half the window of the blur, run three times, as a part of the longest side."""

SURE = 4
"""Power of a pixel's share in a layer: mixed pixels hardly speak for either, whiskers still do."""

FAINT = 1e-3
"""Share of a window under which it holds too little of a layer to tell its colour."""

Report = Callable[[float], None]
"""Told the share that is done, 0..1; raises Stopped to end the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The colours of the subject and of what is behind it, each carried on beyond its edge.

    Attributes:
        subject: small height x small width x 3, 0..255.
        behind: likewise.
    """

    subject: Field
    behind: Field


def put_before(
    picture: Image.Image, matte: Pixels, change: Change, report: Report
) -> Image.Image:
    """Carry out a change of BACKDROPS.

    Args:
        picture: RGB; filters may have changed its colours.
        matte: height x width; how much of the subject each pixel holds.
        change: what the subject is put before.
        report: called after each band.

    Returns:
        RGBA when the background is removed, else RGB.
    """
    layers = _layers(picture, matte)
    behind = (
        _behind(picture, matte, change) if change.edit is Edit.BLUR_BACKGROUND else None
    )
    has_alpha = change.edit is Edit.REMOVE_BACKGROUND
    result = np.empty((*matte.shape, 4 if has_alpha else 3), np.uint8)
    for top, rows in bands(picture.height):
        share = matte[top : top + rows, :, None].astype(np.float32) / np.float32(255)
        colours = _subject(picture, layers, share, top)
        if not has_alpha:
            colours *= share
            colours += (1 - share) * _ground(behind, change, picture.size, top, rows)
        result[top : top + rows, :, :3] = (colours + 0.5).clip(0, 255)
        report((top + rows) / picture.height)
    if has_alpha:
        result[..., 3] = matte
    return Image.fromarray(result)


def _layers(picture: Image.Image, matte: Pixels) -> Layers:
    colours, share = _small(picture, matte)
    radius = max(2, round(max(share.shape) * REACH))
    return Layers(
        subject=_mean_of_layer(colours, share**SURE, radius),
        behind=_mean_of_layer(colours, (1 - share) ** SURE, radius),
    )


def _behind(picture: Image.Image, matte: Pixels, change: Change) -> Field:
    """The background out of focus; the subject's colours have no part in it and cast no glow."""
    colours, share = _small(picture, matte)
    radius = max(1, round(max(share.shape) * DEFOCUS * change.strength))
    weight = (1 - share) ** SURE
    weighted = colours * weight
    far = _mean_of_layer(colours, weight, max(share.shape) // 4)
    for _ in range(3):  # three boxes are nearly a Gaussian
        weighted, weight = around(weighted, radius), around(weight, radius)
    blurred: Field = (weighted + FAINT * far) / (weight + FAINT)
    return blurred


def _small(picture: Image.Image, matte: Pixels) -> tuple[Field, Field]:
    """Colours 0..255 and matte 0..1 on a small copy."""
    small = shrink(picture)
    share = Image.fromarray(matte).resize(small.size, Image.Resampling.BOX)
    return (
        np.asarray(small, np.float32),
        np.asarray(share, np.float32)[..., None] / np.float32(255),
    )


def _mean_of_layer(colours: Field, weight: Field, radius: int) -> Field:
    """Each place's mean colour of a layer around it; far from the layer, of all of it."""
    total = float(weight.sum())
    mean = (colours * weight).sum(axis=(0, 1)) / max(total, 1.0)
    held = around(weight, radius)
    means: Field = (around(colours * weight, radius) + FAINT * mean) / (held + FAINT)
    return means


def _subject(picture: Image.Image, layers: Layers, share: Field, top: int) -> Field:
    """The subject's own colours in some rows: without what shines through at soft edges.

    Forte, "Approximate Fast Foreground Colour Estimation", 2021: what the means of the two layers
    leave unexplained is the subject's.
    """
    width, rows = picture.width, len(share)
    seen = np.asarray(picture.crop((0, top, width, top + rows)), np.float32)
    subject = enlarge_rows(layers.subject, picture.size, top, rows)
    behind = enlarge_rows(layers.behind, picture.size, top, rows)
    unexplained = seen - share * subject - (1 - share) * behind
    own: Field = (subject + share * unexplained).clip(0, 255)
    return own


def _ground(
    behind: Field | None, change: Change, size: tuple[int, int], top: int, rows: int
) -> Field:
    if behind is None:
        return np.array(change.colour, np.float32)
    return enlarge_rows(behind, size, top, rows)
