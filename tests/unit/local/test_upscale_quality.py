"""The engine beats Lanczos on real photos whose larger original is known."""

import numpy as np
import pytest
from PIL import Image

from providers.local.enlarge import enlarge, passes_for
from providers.local.networks import Networks
from providers.local.watch import Watch
from tests.unit.local.photos import load, psnr, shrink, through_jpeg


@pytest.mark.parametrize(
    "name, scale, jpeg_quality, margin",
    [
        # margins in dB, a little under what docs/engine.md says was measured
        ("coffee.png", 2, None, 3.0),
        ("chelsea.png", 2, None, 1.4),
        ("coffee.png", 4, None, 1.8),
        ("chelsea.png", 4, None, 0.6),
        ("coffee.png", 2, 90, 1.2),
        ("chelsea.png", 2, 90, 0.35),
        ("coffee.png", 4, 90, 1.0),
        ("chelsea.png", 4, 90, 0.2),
    ],
)
def test_the_engine_comes_closer_to_the_original_than_lanczos(
    name: str, scale: int, jpeg_quality: int | None, margin: float
) -> None:
    """A photo made small and enlarged again is nearer to itself than plain resizing brings it."""
    original = load(name)
    small = shrink(original, scale)
    if jpeg_quality is not None:
        small = through_jpeg(small, jpeg_quality)

    passes = passes_for(scale, is_lossy=jpeg_quality is not None)
    engine = enlarge(np.asarray(small), passes, Networks(), Watch())

    plain = small.resize(original.size, Image.Resampling.LANCZOS)
    assert psnr(engine, original) - psnr(plain, original) > margin
