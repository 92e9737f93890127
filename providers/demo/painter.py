"""From a recipe to a finished picture: generated from words, or drawn over a source."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from providers.base import Operation
from providers.demo.canvas import FINE, blend, stamp
from providers.demo.recipe import Recipe
from providers.demo.scenes import SCENES, sky
from providers.demo.words import (
    PALETTE_WORDS,
    PALETTES,
    SCENE_WORDS,
    Palette,
    choose,
)

SIZES = {
    "1:1": (1024, 1024),
    "21:9": (1344, 576),
    "16:9": (1280, 720),
    "3:2": (1152, 768),
    "4:3": (1152, 864),
    "3:4": (864, 1152),
    "2:3": (768, 1152),
    "9:16": (720, 1280),
}
"""Jimeng's ratios (contracts 1.12), at about a megapixel; the first is the default."""

EDIT_SIDE = 1280


def paint(recipe: Recipe, variant: int, destination: Path) -> None:
    """Draw one picture of an order and save it as PNG.

    Raises:
        OSError: a source cannot be read, or the disk.
    """
    if recipe.operation == Operation.EDIT:
        image = _edited(recipe, variant)
    else:
        image = _generated(recipe, variant)
    stamp(image).save(destination, "PNG", compress_level=3)


def _palette(recipe: Recipe, dice: np.random.Generator) -> Palette:
    name = choose(PALETTE_WORDS, recipe.prompt, recipe.negative_prompt, dice)
    top, horizon, light, ground = PALETTES[name]
    other = PALETTES[list(PALETTES)[int(dice.integers(len(PALETTES)))]]
    # a little of another palette keeps the variants apart without leaving the words' colours
    return blend(top, other[0], 0.18), blend(horizon, other[1], 0.18), light, ground


def _generated(recipe: Recipe, variant: int) -> Image.Image:
    dice = recipe.random(variant)
    scene = choose(SCENE_WORDS, recipe.prompt, recipe.negative_prompt, dice)
    palette = _palette(recipe, dice)
    width, height = SIZES[recipe.aspect_ratio]
    image = sky((width * FINE, height * FINE), palette, dice)
    SCENES[scene](image, palette, dice)
    return image.reduce(FINE)


def _edited(recipe: Recipe, variant: int) -> Image.Image:
    dice = recipe.random(variant)
    palette = _palette(recipe, dice)
    image = _open(recipe.sources[0], EDIT_SIDE)
    image = _recoloured(image, palette, variant)
    _frame(image, palette)
    for place, source in enumerate(recipe.sources[1:]):
        _inset(image, _open(source, max(48, min(image.size) // 4)), place)
    return image


def _open(path: str, side: int) -> Image.Image:
    with Image.open(path) as source:
        image = source.convert("RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image


def _recoloured(image: Image.Image, palette: Palette, variant: int) -> Image.Image:
    """Four looks: toned, poster, drawn, mosaic; all in the palette's colours."""
    top, horizon, light, ground = palette
    gray = ImageOps.autocontrast(image.convert("L"))
    toned = ImageOps.colorize(gray, ground, light, mid=blend(top, horizon, 0.5))
    look = variant % 4
    if look == 0:
        return Image.blend(image, toned, 0.75)
    if look == 1:
        return ImageOps.posterize(Image.blend(image, toned, 0.5), 2)
    if look == 2:  # noqa: PLR2004 - the third look
        lines = ImageOps.invert(gray.filter(ImageFilter.CONTOUR)).point(
            lambda value: min(255, value * 2)
        )
        return ImageOps.colorize(ImageOps.invert(lines), ground, light)
    step = max(2, min(image.size) // 48)
    small = toned.reduce(step)
    return small.resize(image.size, Image.Resampling.NEAREST)


def _frame(image: Image.Image, palette: Palette) -> None:
    width = max(2, min(image.size) // 60)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, image.width - 1, image.height - 1), None, palette[2], width)


def _inset(image: Image.Image, picture: Image.Image, place: int) -> None:
    """A further reference, small, along the upper edge."""
    gap = max(4, min(image.size) // 40)
    framed = ImageOps.expand(picture, max(1, gap // 4), "white")
    image.paste(framed, (gap + place * (framed.width + gap), gap))
