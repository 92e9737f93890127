"""Previews that `sendPhoto` takes, and contact sheets that can be read."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.domain.errors import Refused
from bot.imaging.contact_sheet import SHEET_SIDE, contact_sheet, plan
from bot.imaging.previews import padded, preview
from bot.imaging.shrinking import CHECKS, GROUND, checkerboard
from tests.unit.imaging.samples import exif, noise, save, scene


def is_photo(path: Path) -> bool:
    """Would Telegram take it? Bot API sendPhoto."""
    with Image.open(path) as image:
        width, height = image.size
    fits = width + height <= 10_000 and max(width, height) <= 20 * min(width, height)
    return fits and path.stat().st_size <= 10_000_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_fits_is_sent_as_it_is(tmp_path: Path, kind: str) -> None:
    """No work and no loss where none is needed."""
    path = save(scene(), tmp_path / "picture-1", kind)

    assert preview(path, tmp_path) == path


@pytest.mark.parametrize(
    "image, kind",
    [
        (Image.new("RGB", (9_000, 1_200), "navy"), "JPEG"),
        (Image.new("RGB", (9_000, 1_200), "navy"), "PNG"),
        (Image.new("RGB", (4_000, 100), "navy"), "PNG"),
        (Image.new("RGB", (3, 2_000), "navy"), "JPEG"),
        (noise(2_200, 1_900), "PNG"),
        (scene().convert("RGBA"), "WEBP"),
        (scene().convert("P"), "GIF"),
        (scene().convert("CMYK"), "JPEG"),
        (Image.fromarray(np.full((40, 80), 30_000, dtype=np.uint16)), "PNG"),
    ],
    ids=["wide", "wide-png", "ratio", "thin", "heavy", "webp", "gif", "cmyk", "deep"],
)
def test_what_does_not_fit_is_made_to(
    tmp_path: Path, image: Image.Image, kind: str
) -> None:
    """Size, ratio, bytes, type and colours that Telegram would refuse come as a JPEG it takes."""
    path = save(image, tmp_path / "picture-1", kind)

    shown = preview(path, tmp_path)

    assert shown.name.startswith("preview-picture-1")
    assert is_photo(shown)
    with Image.open(shown) as small:
        assert (small.format, small.mode) == ("JPEG", "RGB")


def test_transparency_shows_light_checks(tmp_path: Path) -> None:
    """Telegram would pick its own colour for what is transparent: ours says that nothing is there."""
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (32, 32, 64, 64))
    path = save(picture, tmp_path / "p", "PNG")

    with Image.open(preview(path, tmp_path)) as small:
        assert [small.getpixel(place) for place in ((4, 4), (12, 4), (12, 12))] == [
            CHECKS[0],
            CHECKS[1],
            CHECKS[0],
        ]
        red, green, blue = small.getpixel((52, 52))  # type: ignore[misc] # three bands
    assert max(red, green) < 10
    assert blue > 240


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (2560, 1440)])
def test_checks_fill_any_size(size: tuple[int, int]) -> None:
    """Both colours and no other, the first one in the corner."""
    board = checkerboard(size)

    assert board.size == size
    assert board.getpixel((0, 0)) == GROUND
    colours = {colour for _, colour in board.getcolors() or ()}
    assert colours == set(CHECKS[: 1 if size == (1, 1) else 2])


def test_turned_results_are_shown_upright(tmp_path: Path) -> None:
    """A result that carries an orientation is previewed as its owner would see it."""
    path = save(scene(), tmp_path / "p", "JPEG", exif=exif(6))

    with Image.open(preview(path, tmp_path)) as small:
        assert small.size == (64, 96)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_padding_heals_every_ratio(width: int, height: int) -> None:
    """After padding no side is more than twenty times the other, and nothing was cut."""
    result = padded(Image.new("L", (width, height)).convert("RGB"))

    assert max(result.size) <= 20 * min(result.size)
    assert result.width >= width
    assert result.height >= height


def test_broken_result_is_refused(tmp_path: Path) -> None:
    """A preview of a torn file has the picture's code."""
    path = save(scene(), tmp_path / "p", "WEBP")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(Refused) as caught:
        preview(path, tmp_path)

    assert caught.value.code == "picture_broken"


@pytest.mark.parametrize(
    "count, columns, rows",
    [(1, 1, 1), (2, 2, 1), (3, 2, 2), (4, 2, 2), (6, 3, 2), (9, 3, 3), (10, 4, 3)],
)
def test_grid_of_square_pictures(count: int, columns: int, rows: int) -> None:
    """The arrangement by number: pairs, two by two, three by three."""
    grid = plan([(1024, 1024)] * count)

    assert (grid.columns, grid.rows) == (columns, rows)


def test_wide_pairs_stand_above_each_other() -> None:
    """Two wide pictures are larger below each other than beside."""
    grid = plan([(1600, 900)] * 2)

    assert (grid.columns, grid.rows) == (1, 2)


@given(
    st.lists(
        st.tuples(st.integers(1, 9000), st.integers(1, 9000)), min_size=1, max_size=10
    )
)
def test_every_sheet_is_a_photo(sizes: list[tuple[int, int]]) -> None:
    """Whatever shapes come together, the sheet is within the limits and its cells are on it."""
    grid = plan(sizes)
    left, top = grid.corner(len(sizes) - 1)

    assert max(grid.size) <= SHEET_SIDE + 1
    assert min(grid.cell) >= 100
    assert left + grid.cell[0] <= grid.size[0]
    assert top + grid.cell[1] <= grid.size[1]


def test_sheet_shows_each_picture_in_its_place(tmp_path: Path) -> None:
    """The middle of cell k has the colour of picture k, and its corner carries a badge."""
    colours = ["red", "lime", "blue", "yellow"]
    paths = [
        save(Image.new("RGB", (300, 300), colour), tmp_path / f"{k}", "PNG")
        for k, colour in enumerate(colours)
    ]

    sheet = contact_sheet(paths, tmp_path / "sheet.jpg")

    grid = plan([(300, 300)] * 4)
    assert is_photo(sheet)
    with Image.open(sheet) as image:
        for index, colour in enumerate(colours):
            left, top = grid.corner(index)
            box = (left, top, left + grid.cell[0], top + grid.cell[1])
            flat = Image.new("RGB", grid.cell, colour)
            changed = ImageChops.difference(image.crop(box).convert("RGB"), flat)
            assert max(changed.getpixel((150, 150))) < 12  # type: ignore[arg-type] # three bands
            assert max(changed.getpixel((42, 20))) > 100  # type: ignore[arg-type] # the disc


def test_sheet_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    """A caller without pictures has a fault."""
    with pytest.raises(ValueError, match="pictures"):
        contact_sheet([], tmp_path / "sheet.jpg")
