"""The scenes, one function each: a canvas with a sky becomes a landscape, a town, a pattern."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from providers.demo.canvas import blend, fill_below, glow, gradient, ridge
from providers.demo.words import Colour, Palette

Scene = Callable[[Image.Image, Palette, np.random.Generator], None]


def hills(image: Image.Image, palette: Palette, dice: np.random.Generator) -> None:
    """Ridges behind each other, the near ones darker."""
    _, horizon, _, ground = palette
    layers = 5
    for layer in range(layers):
        depth = (layer + 1) / layers
        level = image.height * (0.48 + 0.42 * depth)
        line = level + ridge(image.width, dice, image.height * 0.11, 0.52)
        near = blend(horizon, ground, 0.25 + 0.75 * depth)
        fill_below(image, line, blend(near, horizon, 0.28), near)


def sea(image: Image.Image, palette: Palette, dice: np.random.Generator) -> None:
    """The sky mirrored in water, with an island and waves."""
    sky, horizon, light, ground = palette
    level = round(image.height * (0.54 + 0.1 * dice.random()))
    mirrored = image.crop((0, 0, image.width, level)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    water = mirrored.resize((image.width, image.height - level))
    water = Image.blend(water, Image.new("RGB", water.size, sky), 0.35)
    image.paste(water.filter(ImageFilter.GaussianBlur(6)), (0, level))
    bump = np.exp(-(((np.linspace(-1, 1, image.width) - dice.random()) * 3) ** 2))
    rough = ridge(image.width, dice, image.height * 0.02, 0.6)
    line = level - (bump * image.height * 0.16 + rough * bump)
    island = image.crop((0, 0, image.width, level))
    fill_below(island, line, blend(ground, horizon, 0.45), ground)
    image.paste(island, (0, 0))
    pen = ImageDraw.Draw(image, "RGBA")
    for _ in range(260):
        depth = float(dice.random()) ** 1.6
        x, y = dice.random() * image.width, level + depth * (image.height - level)
        length = image.width * (0.01 + 0.09 * depth * dice.random())
        strength = round(40 + 70 * float(dice.random()))
        pen.line((x, y, x + length, y), (*light, strength), round(1 + 5 * depth))


def city(image: Image.Image, palette: Palette, dice: np.random.Generator) -> None:
    """Three rows of houses with lit windows."""
    _, horizon, light, ground = palette
    pen = ImageDraw.Draw(image)
    for depth in (0.35, 0.65, 1.0):
        wall = blend(horizon, ground, depth)
        x = -image.width * 0.05
        while x < image.width:
            width = image.width * (0.04 + 0.06 * dice.random()) * (0.6 + 0.6 * depth)
            height = image.height * (0.22 + 0.36 * dice.random()) * (1.3 - 0.5 * depth)
            top = image.height - height
            pen.rectangle((x, top, x + width, image.height), fill=wall)
            _windows(pen, (x, top, width, height), blend(wall, light, depth), dice)
            x += width * (1.0 + 0.12 * dice.random())


def _windows(
    pen: ImageDraw.ImageDraw,
    house: tuple[float, float, float, float],
    colour: tuple[int, int, int],
    dice: np.random.Generator,
) -> None:
    left, top, width, height = house
    step = width / 5
    for row in range(int(height / step) - 1):
        for column in range(4):
            if dice.random() < 0.42:  # noqa: PLR2004 - somebody is at home
                x, y = left + (column + 0.65) * step, top + (row + 0.7) * step
                pen.rectangle((x, y, x + step * 0.5, y + step * 0.55), fill=colour)


def forest(image: Image.Image, palette: Palette, dice: np.random.Generator) -> None:
    """Firs in the mist, row behind row."""
    _, horizon, _, ground = palette
    for depth in (0.25, 0.5, 0.75, 1.0):
        colour = blend(horizon, ground, depth)
        base = image.height * (0.55 + 0.4 * depth)
        line = base + ridge(image.width, dice, image.height * 0.03, 0.5)
        pen = ImageDraw.Draw(image)
        for _ in range(round(46 - 26 * depth)):
            x = int(dice.integers(image.width))
            tall = image.height * (0.1 + 0.2 * depth) * (0.6 + 0.7 * dice.random())
            _fir(pen, x, float(line[x]) + 8, tall, colour)
        fill_below(image, line, colour, blend(colour, ground, 0.5))


def _fir(
    pen: ImageDraw.ImageDraw,
    x: float,
    foot: float,
    tall: float,
    colour: tuple[int, int, int],
) -> None:
    for part in range(4):
        low = foot - tall * part * 0.2
        half = tall * (0.24 - 0.05 * part)
        pen.polygon(
            [(x - half, low), (x + half, low), (x, low - tall * 0.42)], fill=colour
        )


def circles(image: Image.Image, palette: Palette, dice: np.random.Generator) -> None:
    """A grid of quarter circles in the palette's colours."""
    sky, horizon, light, ground = palette
    tones = [sky, horizon, light, ground, blend(sky, light, 0.5)]
    across = int(dice.integers(4, 8))
    side = -(-min(image.size) // across)
    for top in range(0, image.height, side):
        for left in range(0, image.width, side):
            image.paste(
                _tile(side, [tones[k] for k in dice.permutation(5)], dice), (left, top)
            )


def _tile(side: int, tones: list[Colour], dice: np.random.Generator) -> Image.Image:
    """One square: a quarter circle around one of its corners, sometimes with a dot."""
    tile = Image.new("RGB", (side, side), tones[0])
    pen = ImageDraw.Draw(tile)
    x, y = (int(corner) * side for corner in dice.integers(2, size=2))
    for reach, tone in ((side, tones[1]), (side * 0.55, tones[2])):
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=tone)
    if dice.random() < 0.3:  # noqa: PLR2004 - not on every tile
        pen.ellipse((side * 0.36, side * 0.36, side * 0.64, side * 0.64), fill=tones[3])
    return tile


SCENES: Mapping[str, Scene] = {
    "hills": hills,
    "sea": sea,
    "city": city,
    "forest": forest,
    "circles": circles,
}


def sky(
    size: tuple[int, int], palette: Palette, dice: np.random.Generator
) -> Image.Image:
    """The canvas that a scene starts from: gradient, stars when it is dark, sun or moon."""
    top, horizon, light, _ = palette
    image = gradient(size, top, horizon)
    if sum(top) < 120:  # noqa: PLR2004 - a dark sky
        pen = ImageDraw.Draw(image)
        for _ in range(240):
            x, y = dice.random() * size[0], dice.random() * size[1] * 0.7
            reach = 0.6 + 2.2 * float(dice.random()) ** 3
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=light)
    centre = (
        round(size[0] * (0.18 + 0.64 * dice.random())),
        round(size[1] * (0.16 + 0.3 * dice.random())),
    )
    glow(image, centre, round(min(size) * (0.05 + 0.06 * dice.random())), light)
    return image
