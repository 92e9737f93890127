"""A flood as a picture: how many results had arrived after how many seconds."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.benchmarks.sheets import Sheet

SIZE = 1400, 700  # pixels
LEFT, TOP, RIGHT, BOTTOM = 110, 70, 40, 90  # margins
COLOURS = ("#1a7f4b", "#c2410c", "#6d4bc3", "#2563eb")
INK, PALE = "#222222", "#dddddd"
STEPS = 5  # of the upright axis
Point = tuple[float, float]


def plot(sheet: Sheet, path: Path) -> None:
    """Write a PNG with one line for each contestant."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    most = max(len(each) for each in sheet.curves.values())
    _axes(pen, sheet, most)
    for number, (name, seconds) in enumerate(sheet.curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = _stairs(seconds, sheet.span, most)
        pen.line(points, fill=colour, width=4)
        where = LEFT + 640, TOP + 40 + 36 * number
        label = f"{name}: {len(seconds)} results"
        pen.line([(where[0], where[1] + 14), (where[0] + 40, where[1] + 14)], colour, 6)
        pen.text((where[0] + 55, where[1]), label, INK, _font(24))
    picture.save(path, optimize=True)


def _axes(pen: ImageDraw.ImageDraw, sheet: Sheet, most: int) -> None:
    pen.text((LEFT, 16), "results that arrived", INK, _font(26))
    end = f"seconds after the orders (looked at for {sheet.span:.0f} s)"
    pen.text((SIZE[0] / 2, SIZE[1] - 22), end, INK, _font(24), anchor="mm")
    for step in range(STEPS + 1):
        count = most * step / STEPS
        _, y = _place(0, count, sheet.span, most)
        pen.line([(LEFT, y), (SIZE[0] - RIGHT, y)], PALE, 1)
        pen.text((LEFT - 14, y), f"{count:.0f}", INK, _font(22), anchor="rm")
    for second in range(0, int(sheet.span) + 1, 10):
        x, y = _place(second, 0, sheet.span, most)
        pen.line([(x, y), (x, y + 8)], INK, 2)
        pen.text((x, y + 26), str(second), INK, _font(22), anchor="mm")


def _stairs(seconds: Sequence[float], span: float, most: int) -> list[Point]:
    points = [_place(0, 0, span, most)]
    for count, second in enumerate(sorted(seconds)):
        points.append(_place(second, count, span, most))
        points.append(_place(second, count + 1, span, most))
    return [*points, _place(span, len(seconds), span, most)]


def _place(second: float, count: float, span: float, most: int) -> Point:
    width, height = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM
    return (
        LEFT + width * min(second, span) / span,
        SIZE[1] - BOTTOM - height * count / most,
    )


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
