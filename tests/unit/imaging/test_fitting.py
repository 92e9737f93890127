"""Pictures are made as small as a provider wants, and no smaller."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.imaging.cleaning import clean
from bot.imaging.fitting import fit
from bot.imaging.opening import PictureLimits
from providers.base import SourcePicture
from tests.unit.imaging.samples import noise, save, scene

LIMITS = PictureLimits()


def source(folder: Path, image: Image.Image, kind: str) -> SourcePicture:
    """A cleaned picture in the folder."""
    return clean(save(image, folder / "in", kind), folder / "source-1.png", LIMITS)


def test_side_shrinks_png_as_png(tmp_path: Path) -> None:
    """Only too large: the type stays and nothing is lost but size."""
    picture = source(tmp_path, scene(800, 400), "PNG")

    small = fit(picture, max_bytes=10**7, max_side=200, limits=LIMITS)

    assert (small.width, small.height, small.media_type) == (200, 100, "image/png")


def test_bytes_turn_png_into_jpeg_before_pixels_go(tmp_path: Path) -> None:
    """Too many bytes: a JPEG of the same size is tried first."""
    picture = source(tmp_path, noise(300, 200), "PNG")

    small = fit(picture, max_bytes=picture.size * 3 // 4, max_side=999, limits=LIMITS)

    assert small.media_type == "image/jpeg"
    assert (small.width, small.height) == (300, 200)
    assert small.size == small.path.stat().st_size <= picture.size * 3 // 4
    assert not small.was_jpeg


def test_transparency_outlives_pixels(tmp_path: Path) -> None:
    """A picture with transparency stays PNG and gives up size instead."""
    ghost = noise(300, 200).convert("RGBA")
    ghost.putalpha(Image.linear_gradient("L").resize(ghost.size))
    picture = source(tmp_path, ghost, "PNG")

    small = fit(picture, max_bytes=60_000, max_side=999, limits=LIMITS)

    assert small.media_type == "image/png"
    assert small.has_alpha
    assert small.size <= 60_000
    assert small.width / small.height == pytest.approx(1.5, abs=0.05)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    width=st.integers(20, 400),
    height=st.integers(20, 400),
    max_side=st.integers(16, 500),
    max_bytes=st.integers(3_000, 200_000),
)
def test_fitted_pictures_fit(
    tmp_path: Path, width: int, height: int, max_side: int, max_bytes: int
) -> None:
    """Whatever the limits, both hold, and the file is what the description says."""
    picture = source(tmp_path, noise(width, height), "JPEG")

    small = fit(picture, max_bytes=max_bytes, max_side=max_side, limits=LIMITS)

    with Image.open(small.path) as image:
        assert image.size == (small.width, small.height)
    assert max(small.width, small.height) <= max_side
    assert small.size == small.path.stat().st_size <= max_bytes
