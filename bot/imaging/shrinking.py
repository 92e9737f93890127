"""Loads a picture at the size it will be shown at, as cheaply as its format allows."""

import numpy as np
from PIL import Image, ImageOps

from bot.imaging.colours import to_srgb

GROUND = (238, 238, 238)  # beside narrow pictures, and every other check
CHECKS = (GROUND, (255, 255, 255))  # behind transparency
_IN_A_ROW = 40  # checks along the longer side
_MIN_CHECK = 8  # pixels
_SMOOTH = ("L", "RGB", "RGBA", "CMYK")  # modes that shrink well as they are


def shrunk(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """An opened picture as upright sRGB within the box, on light checks where it is transparent.

    It is never enlarged. A JPEG is decoded at a half, quarter or eighth where that is enough; palettes and deep greys
    are made plain before they are shrunk, because they cannot be averaged.
    """
    image.draft("RGB", box)
    plain = image if image.mode in _SMOOTH else to_srgb(image)
    plain.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _on_checks(to_srgb(ImageOps.exif_transpose(plain)))


def _on_checks(image: Image.Image) -> Image.Image:
    """People know the pattern: here is nothing, and what the photo shows there is not the picture."""
    if image.mode == "RGB":
        return image
    ground = checkerboard(image.size)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def checkerboard(size: tuple[int, int]) -> Image.Image:
    """Light checks, the first one at the corner being GROUND."""
    side = max(_MIN_CHECK, max(size) // _IN_A_ROW)
    columns, rows = (np.arange(length) // side for length in size)
    which = (rows[:, None] + columns) % len(CHECKS)
    return Image.fromarray(np.array(CHECKS, np.uint8)[which])
