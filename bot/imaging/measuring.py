"""Reads what a result is: from its header, and for transparency from its pixels."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.domain.errors import Refused
from bot.imaging.colours import shines_through
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
    media_type, width, height = _measure(path)
    if width * height > max_pixels:
        raise Refused(f"{width}x{height}", code="picture_too_large")
    may_shine = media_type != "image/jpeg"
    return PictureFacts(
        media_type=media_type,
        width=width,
        height=height,
        size=path.stat().st_size,
        has_alpha=may_shine and _has_alpha(path),
    )


def _measure(path: Path) -> tuple[str, int, int]:
    """Media type, width and height in pixels.

    Raises:
        Refused: `not_a_picture`, whatever is wrong with it.
    """
    try:
        with opened(path, RESULTS) as image:
            kind = "JPEG" if image.format == "MPO" else str(image.format)
            return Image.MIME[kind], image.width, image.height
    except Refused as error:
        raise Refused(str(error), code="not_a_picture") from error


def _has_alpha(path: Path) -> bool:
    """Does anything shine through? Pixels are decoded only where the header allows for it."""
    try:
        with decoded(path, RESULTS) as image:
            return shines_through(image)
    except Refused:
        return False  # a torn result is judged where it is sent: it may be paid for
