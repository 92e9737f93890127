"""Numbers in discs, to be put on pictures: the built-in font has digits in every language."""

from PIL import Image, ImageDraw, ImageFont

_INK = (255, 255, 255)
_DISC = (24, 24, 28)
_FINE = 4  # drawn larger and shrunk, so that the rim is smooth
_HEIGHT = 0.56  # of the number, by the disc's side...
_BREADTH = 0.62  # ...as long as it is no broader than this


def badge(number: int, side: int) -> Image.Image:
    """A light number on a dark disc with a light rim: readable on any picture."""
    size = side * _FINE
    disc = Image.new("RGBA", (size, size), (*_INK, 0))
    pen = ImageDraw.Draw(disc)
    rim = max(1, size // 18)
    pen.ellipse(
        (0, 0, size - 1, size - 1), fill=(*_DISC, 255), outline=(*_INK, 255), width=rim
    )
    text = str(number)
    height = size * _HEIGHT
    breadth = ImageFont.load_default(height).getlength(text)
    font = ImageFont.load_default(height * min(1.0, size * _BREADTH / breadth))
    pen.text((size / 2, size / 2), text, font=font, fill=(*_INK, 255), anchor="mm")
    return disc.resize((side, side), Image.Resampling.LANCZOS)
