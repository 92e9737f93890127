"""What leaves this machine: upright pixels in sRGB and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from bot.imaging.cleaning import clean
from bot.imaging.opening import PictureLimits
from providers.base import SourcePicture
from tests.unit.imaging.samples import (
    SECRET_PLACE,
    as_bytes,
    deep_png,
    exif,
    save,
    scene,
    srgb_profile,
    swapped_profile,
)

LIMITS = PictureLimits()


def cleaned(path: Path) -> tuple[SourcePicture, Image.Image]:
    """The description and the pixels of the cleaned file."""
    picture = clean(path, path.with_name("source-1.png"), LIMITS)
    with Image.open(picture.path) as image:
        image.load()
    assert (picture.width, picture.height) == image.size
    assert picture.size == picture.path.stat().st_size
    assert picture.media_type == f"image/{str(image.format).lower()}"
    return picture, image


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures' numbers."""
    first = np.asarray(one.convert("RGB"), dtype=np.int16)
    second = np.asarray(other.convert("RGB"), dtype=np.int16)
    return float(np.abs(first - second).mean())


def test_plain_jpeg_keeps_its_scans(tmp_path: Path) -> None:
    """Metadata goes and not one pixel changes."""
    path = save(
        scene(),
        tmp_path / "in",
        "JPEG",
        exif=exif(1),
        comment=SECRET_PLACE,
        icc_profile=srgb_profile(),
        quality=80,
    )
    path.write_bytes(path.read_bytes() + b"trailer: " + SECRET_PLACE)

    picture, image = cleaned(path)

    assert difference(image, Image.open(path)) == 0
    assert SECRET_PLACE not in picture.path.read_bytes()
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert "comment" not in image.info
    assert picture.was_jpeg
    assert not picture.has_alpha


@pytest.mark.parametrize("is_progressive", [True, False])
def test_every_kind_of_jpeg_survives_stripping(
    tmp_path: Path, is_progressive: bool
) -> None:
    """Several scans and restart markers are followed to the real end."""
    path = save(
        scene(300, 200),
        tmp_path / "in",
        "JPEG",
        progressive=is_progressive,
        restart_marker_rows=1,
        exif=exif(1),
    )

    _, image = cleaned(path)

    assert difference(image, Image.open(path)) == 0


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_pictures_come_upright_without_place(
    tmp_path: Path, kind: str, orientation: int
) -> None:
    """All eight orientations are applied, and neither they nor GPS travel on."""
    turned = scene()
    back = {
        2: 0,
        3: 3,
        4: 1,
        5: 5,
        6: 2,
        7: 6,
        8: 4,
    }  # EXIF's number to Pillow's inverse
    turned = turned.transpose(Image.Transpose(back[orientation]))
    path = save(turned, tmp_path / "in", kind, exif=exif(orientation))

    picture, image = cleaned(path)

    assert image.size == (96, 64)
    assert difference(image, scene()) < 4
    assert not image.getexif()
    assert SECRET_PLACE not in picture.path.read_bytes()


def test_plain_png_keeps_its_pixels_and_loses_its_texts(tmp_path: Path) -> None:
    """Text chunks, compressed or not, and times do not travel."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET_PLACE.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET_PLACE.decode(), zip=False)
    path = save(scene(), tmp_path / "in", "PNG", pnginfo=notes, dpi=(72, 72))

    picture, image = cleaned(path)

    assert difference(image, scene()) == 0
    assert SECRET_PLACE not in picture.path.read_bytes()
    assert set(image.info) == set()
    assert not picture.was_jpeg


def test_transparency_is_kept(tmp_path: Path) -> None:
    """What shone through shines through, exactly."""
    ghost = scene().convert("RGBA")
    ghost.putalpha(Image.linear_gradient("L").resize(ghost.size))
    path = save(ghost, tmp_path / "in", "WEBP", lossless=True, exact=True)

    picture, image = cleaned(path)

    assert picture.media_type == "image/png"
    assert picture.has_alpha
    assert image.tobytes() == ghost.tobytes()


def test_opaque_alpha_is_dropped(tmp_path: Path) -> None:
    """A transparency channel through which nothing shines is no transparency."""
    picture, image = cleaned(save(scene().convert("RGBA"), tmp_path / "in", "PNG"))

    assert not picture.has_alpha
    assert image.mode == "RGB"


def test_palette_with_a_transparent_colour(tmp_path: Path) -> None:
    """A palette becomes colours, its transparent entry becomes transparency."""
    palette = Image.new("P", (20, 10), 1)
    palette.putpalette([0, 0, 0, 250, 10, 20])
    palette.paste(0, (0, 0, 10, 10))
    path = save(palette, tmp_path / "in", "PNG", transparency=0)

    picture, image = cleaned(path)

    assert picture.has_alpha
    assert image.getpixel((5, 5)) == (0, 0, 0, 0)
    assert image.getpixel((15, 5)) == (250, 10, 20, 255)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    """Printers' colours come as screens' colours, about the same."""
    picture, image = cleaned(
        save(scene().convert("CMYK"), tmp_path / "in", "JPEG", quality=95)
    )

    assert image.mode == "RGB"
    assert picture.was_jpeg
    assert difference(image, scene()) < 8


def test_sixteen_bit_grey_is_scaled(tmp_path: Path) -> None:
    """Deep greys keep their relation instead of burning out."""
    deep = Image.fromarray(np.full((4, 8), 0x8000, dtype=np.uint16))
    _, image = cleaned(save(deep, tmp_path / "in", "PNG"))

    assert image.getpixel((0, 0)) == (127, 127, 127)


def test_sixteen_bit_colour_becomes_eight(tmp_path: Path) -> None:
    """Providers get eight bits a channel."""
    path = tmp_path / "in"
    path.write_bytes(deep_png())

    picture, image = cleaned(path)

    assert image.getpixel((0, 0)) == (0x80, 0x40, 0xFF)
    assert picture.path.read_bytes()[24] == 8  # bit depth in the header


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_scientific_greys_are_scaled(tmp_path: Path, dtype: type) -> None:
    """Floating and wide whole numbers come as greys between black and white."""
    ramp = np.linspace(0, 1, 256)[None, :].repeat(4, 0)
    numbers = ramp if dtype is np.float32 else ramp * 65_535
    path = save(Image.fromarray(numbers.astype(dtype)), tmp_path / "in", "TIFF")

    _, image = cleaned(path)

    assert image.getpixel((0, 0)) == (0, 0, 0)
    assert image.getpixel((255, 0)) == (255, 255, 255)
    assert 120 < image.convert("L").getpixel((128, 0)) < 135  # type: ignore[operator] # one band


def test_first_frame_of_an_animation(tmp_path: Path) -> None:
    """A moving picture is its first frame."""
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")]
    path = save(
        frames[0], tmp_path / "in", "GIF", save_all=True, append_images=frames[1:]
    )

    picture, image = cleaned(path)

    assert image.getpixel((3, 3)) == (255, 0, 0)
    assert picture.media_type == "image/png"


def test_heic_becomes_jpeg(tmp_path: Path) -> None:
    """A phone's HEIC photo travels as a JPEG, without its place."""
    path = save(scene(), tmp_path / "in", "HEIF", quality=95, exif=exif(1))

    picture, image = cleaned(path)

    assert picture.media_type == "image/jpeg"
    assert picture.was_jpeg
    assert not image.getexif()
    assert difference(image, scene()) < 8


def test_lossy_webp_counts_as_jpeg(tmp_path: Path) -> None:
    """What was compressed with losses is said to be, since the engines choose by it."""
    lossy, _ = cleaned(save(scene(), tmp_path / "in", "WEBP", quality=60))
    exact, _ = cleaned(save(scene(), tmp_path / "in", "WEBP", lossless=True))

    assert lossy.was_jpeg
    assert not exact.was_jpeg


@pytest.mark.parametrize(
    "kind, mode", [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA")]
)
def test_profiles_are_applied(tmp_path: Path, kind: str, mode: str) -> None:
    """Numbers that mean other colours come out as the colours that were meant."""
    red = Image.new("RGB", (16, 16), "red").convert(mode)
    if mode == "RGBA":
        red.putalpha(100)
    path = save(red, tmp_path / "in", kind, icc_profile=swapped_profile())

    picture, image = cleaned(path)

    assert image.convert("RGB").getpixel((8, 8)) == pytest.approx((0, 255, 0), abs=4)
    assert picture.has_alpha is (mode == "RGBA")


def test_other_colour_spaces_become_srgb(tmp_path: Path) -> None:
    """A Lab file, whose numbers are no colours of a screen, comes as sRGB."""
    lab = Image.new("LAB", (10, 10), (255, 128, 128))
    _, image = cleaned(save(lab, tmp_path / "in", "TIFF"))

    assert min(image.getpixel((1, 1))) > 245  # type: ignore[arg-type] # three bands


def test_torn_profile_is_ignored(tmp_path: Path) -> None:
    """Bytes that are no profile do not stop a good picture."""
    path = save(scene(), tmp_path / "in", "PNG", icc_profile=b"torn")

    _, image = cleaned(path)

    assert difference(image, scene()) == 0
    assert "icc_profile" not in image.info


def test_nothing_is_left_after_a_failed_write(tmp_path: Path) -> None:
    """A folder that cannot take the file holds no half of it afterwards."""
    path = tmp_path / "in"
    path.write_bytes(as_bytes(scene(), "BMP"))
    (tmp_path / "source-1.png").mkdir()

    with pytest.raises(OSError, match="directory"):
        clean(path, tmp_path / "source-1.png", LIMITS)

    assert sorted(item.name for item in tmp_path.iterdir()) == ["in", "source-1.png"]
