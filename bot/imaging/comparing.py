"""Two pictures as one, divided: before on the left, after on the right."""

import math
from pathlib import Path

from PIL import Image, ImageOps

from bot.imaging.badges import badge
from bot.imaging.opening import RESULTS, decoded
from bot.imaging.previews import padded
from bot.imaging.shrinking import shrunk
from bot.imaging.writing import write_jpeg

LONGEST_SIDE = 2560  # pixels; Telegram shows no more of a photo
QUALITY = 90
_LIKE = math.log(1.05)  # shapes closer than that are laid over each other
_PAPER = (255, 255, 255)
_SHADE = (24, 24, 28)  # beside the line: it is seen on white, too
_LINE = 300  # of the longer side is the line's width
_MIN_LINE = 2  # pixels
_BADGE = 0.1  # of the shorter side
_MIN_BADGE = 18  # pixels


def compare(
    before: Path, after: Path, numbers: tuple[int, int], destination: Path
) -> Path:
    """Write the left half of the one and the right half of the other as one JPEG.

    Pictures of different shapes stand side by side, whole. Neither is held in memory larger than
    it is shown.

    Args:
        before: brought to the size of the other one.
        after: gives the size.
        numbers: stand in the upper corners: which steps these are.
        destination: its suffix becomes ".jpg".

    Raises:
        Refused: one of them cannot be read.
    """
    new, old = _load(after), _load(before)
    canvas = _halves(old, new) if _are_alike(old, new) else _pair(old, new)
    side = max(_MIN_BADGE, round(min(canvas.size) * _BADGE))
    margin = side // 4
    left, right = (badge(number, side) for number in numbers)
    canvas.paste(left, (margin, margin), left)
    canvas.paste(right, (canvas.width - margin - side, margin), right)
    target = destination.with_suffix(".jpg")
    write_jpeg(padded(canvas), target, quality=QUALITY, full_colour=False)
    return target


def line_width(size: tuple[int, int]) -> int:
    """Of the line between the halves, its shades included: pixels."""
    return max(_MIN_LINE, max(size) // _LINE) + 2


def _load(path: Path) -> Image.Image:
    with decoded(path, RESULTS) as image:
        return shrunk(image, (LONGEST_SIDE, LONGEST_SIDE))


def _are_alike(old: Image.Image, new: Image.Image) -> bool:
    return abs(math.log(_shape(old) / _shape(new))) <= _LIKE


def _shape(image: Image.Image) -> float:
    return image.width / image.height


def _halves(old: Image.Image, new: Image.Image) -> Image.Image:
    if old.size != new.size:
        old = ImageOps.fit(old, new.size, Image.Resampling.LANCZOS)
    middle = new.width // 2
    new.paste(old.crop((0, 0, middle, new.height)), (0, 0))
    width = line_width(new.size)
    _divide(new, middle - width // 2, width)
    return new


def _pair(old: Image.Image, new: Image.Image) -> Image.Image:
    """Both at one height, as large as they come and fit."""
    line = line_width((LONGEST_SIDE, LONGEST_SIDE))
    room = (LONGEST_SIDE - line) / (_shape(old) + _shape(new))
    height = max(1, int(min(max(old.height, new.height), room)))
    old, new = (
        image.resize(
            (max(1, round(_shape(image) * height)), height), Image.Resampling.LANCZOS
        )
        for image in (old, new)
    )
    canvas = Image.new("RGB", (old.width + line + new.width, height))
    canvas.paste(old, (0, 0))
    canvas.paste(new, (old.width + line, 0))
    _divide(canvas, old.width, line)
    return canvas


def _divide(canvas: Image.Image, left: int, width: int) -> None:
    """A light line with dark edges, from top to bottom."""
    canvas.paste(_SHADE, (left, 0, left + width, canvas.height))
    canvas.paste(_PAPER, (left + 1, 0, left + width - 1, canvas.height))
