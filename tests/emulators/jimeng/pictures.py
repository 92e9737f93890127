"""Real pictures, drawn cheaply: what the emulator's models make."""

import io
from functools import lru_cache

from PIL import Image

LONG_SIDES = {"2k": 2160, "4k": 4096}
TINY = 64  # pixels of the longer side, for tests and load
SCALES = {"2k": 2, "4k": 4}


@lru_cache(maxsize=256)
def draw(width: int, height: int, variant: int) -> bytes:
    """A WebP of exactly this size; each of a task's pictures has a colour of its own."""
    tones = Image.linear_gradient("L").resize((width, height))
    hue = Image.new("L", (width, height), 40 * variant % 256)
    full = Image.new("L", (width, height), 200)
    return _webp(Image.merge("HSV", (hue, full, tones)).convert("RGB"))


def shrink(width: int, height: int) -> tuple[int, int]:
    """The tiny size of the same ratio."""
    factor = TINY / max(width, height)
    return max(1, round(width * factor)), max(1, round(height * factor))


@lru_cache(maxsize=32)
def enlarge(source: bytes, label: str, *, tiny: bool) -> bytes:
    """The upload again, larger."""
    with Image.open(io.BytesIO(source)) as picture:
        size = enlarged_size(source, label, tiny=tiny)
        return _webp(picture.convert("RGB").resize(size, Image.Resampling.BICUBIC))


def enlarged_size(source: bytes, label: str, *, tiny: bool) -> tuple[int, int]:
    """A fixed long side, or 2 and 4 times the upload when `tiny`."""
    with Image.open(io.BytesIO(source)) as picture:
        width, height = picture.size
    long_side = max(width, height)
    goal = long_side * SCALES[label] if tiny else max(LONG_SIDES[label], long_side)
    return round(width * goal / long_side), round(height * goal / long_side)


def huge() -> bytes:
    """A PNG that claims to be 60000x60000 pixels."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4) * 2
    return head + b"\x08\x02\x00\x00\x00" + b"\x00" * 400 + b"IEND\xaeB`\x82"


def _webp(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=60, method=0)
    return file.getvalue()
