"""Loads a picture at the size it will be shown at, as cheaply as its format allows."""

from PIL import Image, ImageOps

from bot.imaging.colours import over_colour, to_srgb

GROUND = (238, 238, 238)  # behind transparency and beside narrow pictures
_SMOOTH = ("L", "RGB", "RGBA", "CMYK")  # modes that shrink well as they are


def shrunk(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """An opened picture as upright sRGB within the box, on the neutral ground; never enlarged.

    A JPEG is decoded at a half, quarter or eighth where that is enough; palettes and deep greys
    are made plain before they are shrunk, because they cannot be averaged.
    """
    image.draft("RGB", box)
    plain = image if image.mode in _SMOOTH else to_srgb(image)
    plain.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return over_colour(ImageOps.exif_transpose(plain), GROUND)
