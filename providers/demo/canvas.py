"""What every scene is drawn with: gradients, glows, ridges, and the word "demo"."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from providers.demo.words import Colour

FINE = 2
"""Shapes are drawn this much larger and reduced, which smooths their edges."""

COARSE = 8
"""Soft light is drawn this much smaller: nobody sees the difference, and a blur costs by area."""


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two: 0 is the first, 1 the second."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(first, second, strict=True)
    )
    return red, green, blue


def gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """From the top colour to the bottom colour, slow at first."""
    steps = np.linspace(0, 1, size[1])[:, None, None] ** 1.2
    column = np.asarray(top) + (np.asarray(bottom) - np.asarray(top)) * steps
    return Image.fromarray(column.round().astype(np.uint8)).resize(size)


def glow(
    image: Image.Image, centre: tuple[int, int], radius: int, colour: Colour
) -> None:
    """A disc that shines into its surroundings."""
    small = (image.width // COARSE, image.height // COARSE)
    light = Image.new("L", small, 0)
    for factor, strength in ((3.2, 46), (2.0, 76)):
        reach = radius * factor / COARSE
        _disc(light, (centre[0] / COARSE, centre[1] / COARSE), reach, strength)
        light = light.filter(ImageFilter.GaussianBlur(reach / 3))
    mask = light.resize(image.size, Image.Resampling.BILINEAR)
    _disc(mask, centre, radius, 255)
    image.paste(Image.new("RGB", image.size, colour), (0, 0), mask)


def _disc(
    mask: Image.Image, centre: tuple[float, float], radius: float, strength: int
) -> None:
    x, y = centre
    box = (x - radius, y - radius, x + radius, y + radius)
    ImageDraw.Draw(mask).ellipse(box, fill=strength)


def ridge(
    width: int, dice: np.random.Generator, height: float, roughness: float
) -> NDArray[np.float64]:
    """A mountain line: waves of falling size, one value a column."""
    x = np.linspace(0, 1, width)
    line = np.zeros(width)
    for octave in range(6):
        waves = 2.0**octave * (0.8 + dice.random())
        size = roughness**octave
        line += size * np.sin(2 * np.pi * (waves * x + dice.random()))
    scaled: NDArray[np.float64] = height * line / np.abs(line).max()
    return scaled


def fill_below(
    image: Image.Image, line: NDArray[np.float64], top: Colour, bottom: Colour
) -> None:
    """Fill what lies under a line with a gradient."""
    columns = enumerate(line.tolist())
    points = [(float(x), y) for x, y in columns]
    mask = Image.new("L", image.size, 0)
    corners = [(image.width, image.height), (0, image.height)]
    ImageDraw.Draw(mask).polygon([*points, *corners], fill=255)
    start = max(0, int(line.min()))
    ground = Image.new("RGB", image.size, bottom)
    ground.paste(gradient((image.width, image.height - start), top, bottom), (0, start))
    image.paste(ground, (0, 0), mask)


def stamp(image: Image.Image) -> Image.Image:
    """The picture with the word "demo" in its corner, readable on any ground."""
    unit = max(12, min(image.size) // 16)
    font = ImageFont.load_default(unit)
    pen = ImageDraw.Draw(image, "RGBA")
    left, top, right, bottom = pen.textbbox((0, 0), "demo", font=font)
    width, height = right - left, bottom - top
    x, y = image.width - width - unit * 1.6, image.height - height - unit * 1.5
    pen.rounded_rectangle(
        (x - unit * 0.6, y - unit * 0.5, x + width + unit * 0.6, y + height + unit / 2),
        radius=unit * 0.6,
        fill=(12, 14, 24, 150),
    )
    pen.text((x - left, y - top), "demo", font=font, fill=(255, 255, 255, 235))
    return image
