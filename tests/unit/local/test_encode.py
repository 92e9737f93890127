"""Results are files that keep what the source had and can be sent."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from providers.local.encode import write
from providers.local.networks import EngineError

NOISE = np.random.default_rng(7).integers(0, 256, (300, 300, 4), np.uint8)


@pytest.mark.parametrize(
    "channels, is_lossy, name, mode",
    [
        (3, False, "out.png", "RGB"),
        (3, True, "out.jpg", "RGB"),
        (1, False, "out.png", "L"),
        (1, True, "out.jpg", "L"),
        (4, True, "out.png", "RGBA"),
        (2, False, "out.png", "LA"),
    ],
)
def test_the_format_follows_the_source(
    tmp_path: Path, channels: int, is_lossy: bool, name: str, mode: str
) -> None:
    """A JPEG stays one; alpha and lossless sources need PNG."""
    file = write(NOISE[..., :channels], tmp_path, "out", is_lossy=is_lossy)

    assert file.name == name
    with Image.open(file) as image:
        assert image.mode == mode
        assert image.size == (300, 300)


def test_png_keeps_each_value(tmp_path: Path) -> None:
    """Without loss means without loss, alpha included."""
    file = write(NOISE, tmp_path, "out", is_lossy=False)

    assert (np.asarray(Image.open(file)) == NOISE).all()


def test_too_large_a_file_gives_way_to_a_smaller_one(tmp_path: Path) -> None:
    """What Telegram would refuse is compressed until it is taken; nothing else stays behind."""
    file = write(NOISE[..., :3], tmp_path, "out", is_lossy=False, max_bytes=100_000)

    assert file.suffix == ".jpg"
    assert file.stat().st_size <= 100_000
    assert list(tmp_path.iterdir()) == [file]


def test_alpha_survives_when_png_is_too_large(tmp_path: Path) -> None:
    """WebP is the smaller format that has transparency."""
    file = write(NOISE, tmp_path, "out", is_lossy=False, max_bytes=300_000)

    assert file.suffix == ".webp"
    with Image.open(file) as image:
        assert image.mode == "RGBA"


def test_what_never_fits_is_said(tmp_path: Path) -> None:
    """An impossible limit ends in an error and leaves no file."""
    with pytest.raises(EngineError):
        write(NOISE, tmp_path, "out", is_lossy=False, max_bytes=10)

    assert list(tmp_path.iterdir()) == []
