"""The edits on pixels: filters change colours, turns and crops change the shape."""

import math
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from providers.local.changes import Change, Edit

Filter = Callable[[Image.Image, float], Image.Image]
"""RGB in, RGB of the same size out; the number is the strength, 1 is normal."""

SEPIA = (0.393, 0.769, 0.189, 0, 0.349, 0.686, 0.168, 0, 0.272, 0.534, 0.131, 0)
"""Rows of red, green, blue: the toning that old prints are known for."""

QUARTER, HALF = 90, 180


def apply(image: Image.Image, change: Change) -> Image.Image:
    """Carry out one change on RGB or RGBA; a filter leaves alpha alone."""
    if change.edit is Edit.ROTATE:
        return _rotate(image, change.degrees)
    if change.edit is Edit.CROP:
        return _crop(image, change.ratio)
    result = FILTERS[change.edit](image.convert("RGB"), change.strength)
    if image.mode == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


def _unit(image: Image.Image) -> float:
    """A length that looks the same in pictures of any size: 1 pixel at 600."""
    return max(0.6, min(image.size) / 600)


def _black_and_white(image: Image.Image, strength: float) -> Image.Image:
    del strength  # there is no half of it
    return image.convert("L").convert("RGB")


def _sepia(image: Image.Image, strength: float) -> Image.Image:
    toned = image.convert("RGB", SEPIA)
    return toned if strength >= 1 else Image.blend(image, toned, 0.6)


def _sketch(image: Image.Image, strength: float) -> Image.Image:
    """Pencil lines: brightness divided by the softened brightness around it."""
    gray = image.convert("L")
    around = gray.filter(ImageFilter.GaussianBlur(5 * _unit(image)))
    light = np.asarray(gray, np.float32) / np.maximum(np.asarray(around, np.float32), 1)
    lines = 255 * np.clip(light, 0, 1) ** (2.2 * math.sqrt(strength))
    return Image.fromarray(lines.astype(np.uint8)).convert("RGB")


def _cartoon(image: Image.Image, strength: float) -> Image.Image:
    """Flat colours in few shades, with dark outlines."""
    unit = _unit(image)
    small = image.resize(
        (max(1, round(image.width / unit)), max(1, round(image.height / unit))),
        Image.Resampling.BOX,
    )
    for _ in range(3):
        small = small.filter(ImageFilter.MedianFilter(5))
    flat = ImageOps.autocontrast(small, cutoff=0.5)
    values = np.asarray(flat.convert("HSV")).astype(np.int16)
    values[..., 1] = np.minimum(255, values[..., 1] * 1.3)
    values[..., 2] = (values[..., 2] // 36) * 36 + 24
    shades = Image.fromarray(values.clip(0, 255).astype(np.uint8), "HSV").convert("RGB")
    shades = shades.filter(ImageFilter.MedianFilter(3))
    gray = small.convert("L")
    fine = np.asarray(gray.filter(ImageFilter.GaussianBlur(1.0)), np.float32)
    wide = np.asarray(gray.filter(ImageFilter.GaussianBlur(2.4)), np.float32)
    lines = 1 - np.clip((wide - fine - 2.5) * 0.22 * strength, 0, 0.9)
    drawn = np.asarray(shades, np.float32) * lines[..., None]
    result = Image.fromarray(drawn.astype(np.uint8))
    return result.resize(image.size, Image.Resampling.BICUBIC)


def _sharpen(image: Image.Image, strength: float) -> Image.Image:
    radius = 1.6 * _unit(image)
    return image.filter(ImageFilter.UnsharpMask(radius, round(110 * strength), 2))


def _denoise(image: Image.Image, strength: float) -> Image.Image:
    """Smooth colour widely and brightness a little: the eye minds noise in colour more."""
    light, blue, red = image.convert("YCbCr").split()
    smooth = ImageFilter.GaussianBlur(2.5 * _unit(image) * strength)
    calm = light.filter(ImageFilter.MedianFilter(3))
    light = Image.blend(light, calm, min(1.0, 0.8 * strength))
    channels = (light, blue.filter(smooth), red.filter(smooth))
    return Image.merge("YCbCr", channels).convert("RGB")


def _blur(image: Image.Image, strength: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(6 * _unit(image) * strength))


FILTERS: Mapping[Edit, Filter] = {
    Edit.BLACK_AND_WHITE: _black_and_white,
    Edit.SEPIA: _sepia,
    Edit.SKETCH: _sketch,
    Edit.CARTOON: _cartoon,
    Edit.SHARPEN: _sharpen,
    Edit.DENOISE: _denoise,
    Edit.BLUR: _blur,
}


def _rotate(image: Image.Image, degrees: int) -> Image.Image:
    """Turn clockwise; what a slanted turn leaves empty at the corners is cut off."""
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    if degrees % QUARTER == 0:
        return turned
    width, height = _inside(image.width, image.height, math.radians(degrees % HALF))
    return _middle(turned, width, height)


def _inside(width: int, height: int, angle: float) -> tuple[int, int]:
    """The largest upright rectangle within a turned one, for an angle of 0..pi."""
    sine, cosine = abs(math.sin(angle)), abs(math.cos(angle))
    long, short = max(width, height), min(width, height)
    if short <= 2 * sine * cosine * long or abs(sine - cosine) < 1e-9:  # noqa: PLR2004 - rounding
        half = short / 2
        wide, high = half / sine, half / cosine
        if width < height:
            wide, high = high, wide
    else:
        double = cosine * cosine - sine * sine
        wide = (width * cosine - height * sine) / double
        high = (height * cosine - width * sine) / double
    return max(1, int(wide)), max(1, int(high))


def _crop(image: Image.Image, ratio: tuple[int, int]) -> Image.Image:
    """The largest middle part of this ratio."""
    wide, high = ratio
    width = min(image.width, image.height * wide // high)
    height = min(image.height, image.width * high // wide)
    return _middle(image, max(1, width), max(1, height))


def _middle(image: Image.Image, width: int, height: int) -> Image.Image:
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))
