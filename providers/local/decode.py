"""Picture files to pixels: colour kinds, alpha and profiles, with Pillow."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from providers.local.networks import Pixels

FAINT = 12
"""Alpha under which eight bits hold too little of a colour to be carried on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A decoded picture.

    Attributes:
        colours: height x width x 3, sRGB unless `profile` says otherwise.
        alpha: height x width, or None for an opaque picture.
        is_gray: all three channels are equal, and the file had one.
        profile: an ICC profile that belongs to `colours`.
    """

    colours: Pixels
    alpha: Pixels | None
    is_gray: bool
    profile: bytes | None


def read(path: Path) -> Photo:
    """Decode a file of any colour kind that Pillow knows.

    Raises:
        OSError: unreadable or no picture (Pillow's own errors are OSErrors, too).
    """
    with Image.open(path) as image:
        image.load()
        return _decode(image)


def _decode(image: Image.Image) -> Photo:
    profile = image.info.get("icc_profile")
    is_gray = image.mode in {"1", "L", "LA"} or image.mode.startswith(("I", "F"))
    has_alpha = image.has_transparency_data
    if image.mode.startswith(("I", "F")):
        image = _to_eight_bits(image)
    if has_alpha:
        image = image.convert("RGBA")
    elif image.mode not in {"RGB", "P"}:
        image, profile = _to_srgb(image, profile)
    if is_gray:
        profile = None  # it described a channel that is gone
    if has_alpha:
        alpha = np.asarray(image.getchannel("A"))
        return Photo(
            colours=np.asarray(_spread_colours(image)),
            alpha=alpha,
            is_gray=is_gray,
            profile=profile,
        )
    return Photo(
        colours=np.asarray(image.convert("RGB")),
        alpha=None,
        is_gray=is_gray,
        profile=profile,
    )


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """16-bit gray (and 32-bit, whose values Pillow leaves as they are) to 8 bits.

    Pillow's own conversion cuts all values above 255 instead of scaling them.
    """
    values = np.asarray(image).astype(np.float64)
    if values.max(initial=0) > 255:  # noqa: PLR2004 - the largest 8-bit value
        values /= 257
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def _to_srgb(
    image: Image.Image, profile: bytes | None
) -> tuple[Image.Image, bytes | None]:
    """Other colour kinds (CMYK, Lab, gray) to RGB, through their profile where it is usable."""
    if profile is None:
        return image.convert("RGB"), None
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):  # the profile does not fit the pixels
        return image.convert("RGB"), None
    return converted or image.convert("RGB"), None


def _spread_colours(image: Image.Image) -> Image.Image:
    """Colours without alpha, with those of visible pixels carried on into invisible ones.

    What lies under alpha 0 is arbitrary, mostly black; a network would draw it into the edge.
    """
    colours = image.convert("RGB")
    visible = image.getchannel("A").point(lambda value: 255 if value else 0)
    fill = colours
    for factor in (16, 4):  # the near fill lies over the far one
        small = image.convert("RGBa").reduce(factor).convert("RGBA")
        around = small.resize(image.size, Image.Resampling.BILINEAR)
        reach = around.getchannel("A").point(lambda value: 255 if value > FAINT else 0)
        fill = Image.composite(around.convert("RGB"), fill, reach)
    return Image.composite(colours, fill, visible)
