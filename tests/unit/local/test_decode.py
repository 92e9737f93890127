"""Each colour kind becomes the pixels that a person would see."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from providers.local.decode import read
from tests.unit.local.photos import load

RED = (220, 30, 40)


@pytest.mark.parametrize(
    "mode, ending, seen",
    [
        ("RGB", "png", RED),
        ("P", "png", RED),
        ("CMYK", "jpg", RED),
        ("L", "png", (88, 88, 88)),
        ("LA", "png", (88, 88, 88)),
        ("1", "png", (0, 0, 0)),
    ],
)
def test_colour_kinds_become_three_channels(
    tmp_path: Path, mode: str, ending: str, seen: tuple[int, int, int]
) -> None:
    """A network takes red, green and blue, whatever the file has."""
    image = Image.new("RGB", (20, 10), RED)
    if mode == "1":
        image = Image.new("1", (20, 10))
    file = tmp_path / f"picture.{ending}"
    (image.quantize() if mode == "P" else image.convert(mode)).save(file)

    photo = read(file)

    assert photo.colours.shape == (10, 20, 3)
    assert np.abs(photo.colours.astype(int) - seen).max() <= 4
    assert photo.is_gray == (mode in {"L", "LA", "1"})


def test_sixteen_bits_are_scaled_and_not_cut(tmp_path: Path) -> None:
    """Half of 65535 is a middle gray; Pillow's own conversion makes it white."""
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(4, axis=0)
    Image.fromarray(ramp).save(tmp_path / "deep.png")

    photo = read(tmp_path / "deep.png")

    assert photo.is_gray
    assert np.abs(photo.colours[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_a_transparent_palette_keeps_its_hole(tmp_path: Path) -> None:
    """A palette picture may have one invisible colour; it becomes alpha."""
    image = Image.new("P", (20, 10), 0)
    image.putpalette([255, 255, 255, *RED])
    image.paste(1, (0, 0, 10, 10))
    image.save(tmp_path / "sticker.png", transparency=0)

    photo = read(tmp_path / "sticker.png")

    assert photo.alpha is not None
    assert (photo.alpha[:, :10] == 255).all()
    assert (photo.alpha[:, 10:] == 0).all()


def test_visible_colours_reach_into_the_invisible(tmp_path: Path) -> None:
    """The black under alpha 0 would be drawn into the edge as a dark fringe."""
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((*RED, 255), (20, 20, 44, 44))
    image.save(tmp_path / "cut-out.png")

    photo = read(tmp_path / "cut-out.png")

    assert np.abs(photo.colours[14:50, 14:50].astype(int) - RED).max() <= 16
    assert photo.alpha is not None
    assert photo.alpha[10, 10] == 0


def test_a_profile_is_kept_with_its_colours(tmp_path: Path) -> None:
    """Wide-gamut colours read as sRGB would come out pale."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    load("chelsea.png").save(tmp_path / "wide.png", icc_profile=profile)

    assert read(tmp_path / "wide.png").profile == profile


def test_a_profile_that_does_not_fit_is_no_error(tmp_path: Path) -> None:
    """A CMYK file with an RGB profile is converted plainly, and the profile is dropped."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (20, 10), RED).convert("CMYK")
    image.save(tmp_path / "odd.jpg", icc_profile=profile)

    photo = read(tmp_path / "odd.jpg")

    assert photo.profile is None
    assert np.abs(photo.colours[0, 0].astype(int) - RED).max() <= 4


def test_a_broken_file_is_an_os_error(tmp_path: Path) -> None:
    """The one kind of error that callers translate."""
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")

    with pytest.raises(OSError):
        read(tmp_path / "cut.png")
