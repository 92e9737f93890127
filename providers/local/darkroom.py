"""Carries out the changes of an instruction on one picture, in an order that serves the result."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from providers.errors import TaskFailed
from providers.local.backdrop import put_before
from providers.local.changes import BACKDROPS, SHAPES, Change, Edit
from providers.local.filters import apply
from providers.local.matte import find_matte
from providers.local.networks import Pixels
from providers.local.subject import Subjects
from providers.local.watch import Watch

SEEN = 0.5
"""Where the network is nowhere surer than this, there is no subject."""

CUT_OUT = 0.05
"""From this share of invisible pixels on, a picture is a cut-out and its alpha is the matte."""


def carry_out(
    image: Image.Image, changes: Sequence[Change], subjects: Subjects, watch: Watch
) -> Image.Image:
    """Turn and crop first, then the filters, and the background last.

    The subject is looked for before any filter, since the network knows photos and no sketches; and
    it is put before its background afterwards, so that white stays white in a sepia picture.

    Args:
        image: RGB or RGBA.
        changes: at most one of BACKDROPS.
        subjects: who finds the subject.
        watch: told after each change; stops the work between two.

    Raises:
        Stopped: the watch called it off.
        TaskFailed: `no_subject`: the background should change and there is no subject.
    """
    shapes = [change for change in changes if change.edit in SHAPES]
    filters = [change for change in changes if change.edit not in SHAPES | BACKDROPS]
    backdrop = next((change for change in changes if change.edit in BACKDROPS), None)
    count = _Count(watch, len(changes) + (backdrop is not None))
    image = _apply_all(image, shapes, count)
    if backdrop is None:
        return _apply_all(image, filters, count)
    matte = _matte(image, subjects)
    count.done()
    image = _apply_all(image, filters, count)
    return _compose(image, matte, backdrop, count)


class _Count:
    """Parts of the work that are done."""

    def __init__(self, watch: Watch, parts: int) -> None:
        self._watch, self._parts, self._done = watch, parts, 0
        self.partly(0.0)

    def done(self) -> None:
        """One more."""
        self._done += 1
        self.partly(0.0)

    def partly(self, share: float) -> None:
        """So much of the next one."""
        self._watch.report((self._done + share) / self._parts)


def _apply_all(
    image: Image.Image, changes: Sequence[Change], count: _Count
) -> Image.Image:
    for change in changes:
        image = apply(image, change)
        count.done()
    return image


def _matte(image: Image.Image, subjects: Subjects) -> Pixels:
    """How much of the subject each pixel holds."""
    own = _alpha(image)
    if own is not None and (own == 0).mean() >= CUT_OUT:
        return own
    flat = image.convert("RGB")
    mask = subjects.find(flat)
    if mask.max() < SEEN:
        raise TaskFailed("no subject in the picture", code="no_subject")
    matte = find_matte(flat, mask).whole(flat)
    return matte if own is None else np.minimum(matte, own)


def _compose(
    image: Image.Image, matte: Pixels, backdrop: Change, count: _Count
) -> Image.Image:
    result = put_before(image.convert("RGB"), matte, backdrop, count.partly)
    if backdrop.edit is Edit.BLUR_BACKGROUND and image.mode == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


def _alpha(image: Image.Image) -> Pixels | None:
    return np.asarray(image.getchannel("A")) if image.mode == "RGBA" else None
