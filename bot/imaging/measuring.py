"""Reads what a result is: from its header, and for transparency from its pixels."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bot.domain.errors import Refused
from bot.imaging.colours import has_alpha_band, shines_through
from bot.imaging.opening import RESULTS, decoded, opened
from bot.services.values import PictureFacts


def inspect(paths: Sequence[Path], *, max_pixels: int) -> list[PictureFacts | Refused]:
    """Of each its type, its sides in pixels, its bytes, and whether anything shines through it.

    Where it says `not_a_picture` or `picture_too_large` no pixel was decoded.
    """
    return [_facts_or_refusal(path, max_pixels) for path in paths]


def _facts_or_refusal(path: Path, max_pixels: int) -> PictureFacts | Refused:
    try:
        return _facts(path, max_pixels)
    except Refused as refusal:
        return refusal


def _facts(path: Path, max_pixels: int) -> PictureFacts:
    facts = _measure(path)
    if facts.width * facts.height > max_pixels:
        raise Refused(f"{facts.width}x{facts.height}", code="picture_too_large")
    return replace(facts, has_alpha=facts.has_alpha and _has_alpha(path))


def _measure(path: Path) -> PictureFacts:
    """What the header says; `has_alpha` as it promises.

    Raises:
        Refused: `not_a_picture`, whatever is wrong with it.
    """
    try:
        with opened(path, RESULTS) as image:
            kind = "JPEG" if image.format == "MPO" else str(image.format)
            return PictureFacts(
                media_type=Image.MIME[kind],
                width=image.width,
                height=image.height,
                size=path.stat().st_size,
                has_alpha=has_alpha_band(image),
            )
    except Refused as error:
        raise Refused(str(error), code="not_a_picture") from error


def _has_alpha(path: Path) -> bool:
    """Does anything shine through, looking at the pixels?"""
    try:
        with decoded(path, RESULTS) as image:
            return shines_through(image)
    except Refused:
        return False  # a torn result is judged where it is sent: it may be paid for
