"""Pixels to a picture file that can be sent: format, quality and size."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from providers.local.networks import EngineError, Pixels

MAX_BYTES = 50_000_000
"""Telegram's limit for a file that a bot sends (Bot API, sendDocument)."""

PNG_LEVEL = 2
"""Of zlib: 12 megapixels take 0.7 s and 9.1 MB; level 6 takes 2.5 s for 7.7 MB."""

JPEG_QUALITIES = (95, 90, 80, 60)
WEBP_QUALITIES = (95, 85, 70)
JPEG_MAX_SIDE = 65_500
WEBP_MAX_SIDE = 16_383

MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def write(
    pixels: Pixels,
    folder: Path,
    name: str,
    *,
    is_lossy: bool,
    profile: bytes | None = None,
    max_bytes: int = MAX_BYTES,
) -> Path:
    """Write a result as JPEG where the source was one, else without loss, and small enough to send.

    Args:
        pixels: height x width x 1..4 (gray, gray and alpha, colours, colours and alpha).
        folder: where the file goes.
        name: of the file, without its ending.
        is_lossy: the source was a JPEG; a lossless copy would only keep its noise.
        profile: an ICC profile to embed.
        max_bytes: a larger file gives way to the next format or quality.

    Returns:
        The file, ending in its format.

    Raises:
        EngineError: no format makes it small enough.
        OSError: the disk.
    """
    image = _as_image(pixels)
    for ending, options in _formats(image, is_lossy=is_lossy):
        file = folder / f"{name}.{ending}"
        image.save(file, icc_profile=profile, **options)
        if file.stat().st_size <= max_bytes:
            return file
        file.unlink()
    raise EngineError(f"the result is over {max_bytes} bytes in any format")


def _as_image(pixels: Pixels) -> Image.Image:
    height, width, channels = pixels.shape
    # frombuffer shares the memory where fromarray would copy a large result once more
    return Image.frombuffer(
        MODES[channels], (width, height), np.ascontiguousarray(pixels), "raw"
    )


def _formats(
    image: Image.Image, *, is_lossy: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Endings and options to try, best first."""
    has_alpha = image.mode in {"LA", "RGBA"}
    if has_alpha or not is_lossy:
        yield "png", {"format": "PNG", "compress_level": PNG_LEVEL}
    if not has_alpha and max(image.size) <= JPEG_MAX_SIDE:
        for quality in JPEG_QUALITIES:
            yield (
                "jpg",
                {"format": "JPEG", "quality": quality, "subsampling": 0},
            )
    if max(image.size) <= WEBP_MAX_SIDE:
        for quality in WEBP_QUALITIES:
            yield "webp", {"format": "WEBP", "quality": quality, "method": 2}
