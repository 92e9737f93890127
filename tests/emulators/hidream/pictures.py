"""Real pictures, drawn cheaply: what the service's models make, as PNG."""

import io
from functools import lru_cache

from PIL import Image

from tests.emulators.hidream.orders import Ordered
from tests.emulators.jimeng.pictures import shrink


@lru_cache(maxsize=64)
def make(order: Ordered, index: int, *, tiny: bool) -> bytes:
    """One picture of an order: the upload enlarged, or a colour of its own."""
    if order.scale:
        with Image.open(io.BytesIO(order.sources[0])) as source:
            picture = source.convert("RGB").resize(order.size, Image.Resampling.BICUBIC)
        return _png(picture)
    size = shrink(*order.size) if tiny else order.size
    tones = Image.linear_gradient("L").resize(size)
    hue = Image.new("L", size, 60 * (index + 1) % 256)
    full = Image.new("L", size, 200)
    return _png(Image.merge("HSV", (hue, full, tones)).convert("RGB"))


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
