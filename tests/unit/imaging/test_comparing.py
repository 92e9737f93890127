"""Before and after in one picture, each on its own side of the line."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from bot.imaging.badges import badge
from bot.imaging.comparing import LONGEST_SIDE, compare, line_width
from bot.imaging.shrinking import CHECKS
from tests.unit.imaging.samples import exif, noise, save, scene

Pixels = NDArray[np.int16]
LOSS = 12  # of 255: what a JPEG changes in a smooth picture


def pixels(image: Image.Image) -> Pixels:
    """Its colours as numbers that can be subtracted."""
    return np.asarray(image.convert("RGB")).astype(np.int16)


def compared(folder: Path, before: Image.Image, after: Image.Image) -> Image.Image:
    """The two as one picture, by way of files."""
    sides = [
        save(image, folder / f"{name}.png", "PNG")
        for name, image in (("before", before), ("after", after))
    ]
    with Image.open(compare(sides[0], sides[1], (1, 2), folder / "both")) as both:
        both.load()
        return both


def differ(one: Pixels, other: Pixels) -> int:
    """How far the colours are from each other at the worst place."""
    return int(np.abs(one - other).max())


def below(image: Image.Image) -> int:
    """The first row under the numbers in the corners."""
    return max(30, round(min(image.size) * 0.15))


def test_each_half_is_its_own_picture(tmp_path: Path) -> None:
    """Away from the line and the numbers: before on the left, after on the right."""
    before, after = scene(600, 400), scene(600, 400).rotate(180)
    both = compared(tmp_path, before, after)

    assert both.size == after.size
    top, edge = below(both), 300 - line_width(both.size)
    seen = pixels(both)
    assert differ(seen[top:, :edge], pixels(before)[top:, :edge]) <= LOSS
    assert differ(seen[top:, -edge:], pixels(after)[top:, -edge:]) <= LOSS
    assert differ(seen[top:, :edge], pixels(after)[top:, :edge]) > 100


def test_the_line_is_seen_on_any_ground(tmp_path: Path) -> None:
    """Light inside and dark at its edges, from top to bottom, exactly in the middle."""
    for number, colour in enumerate(["white", "black", "gray"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        plain = Image.new("RGB", (400, 300), colour)
        row = pixels(compared(folder, plain, plain))[:, 190:210].sum(axis=2) / 3

        assert row[:, 9:11].min() > 200
        assert row.max(axis=1).min() > 200
        assert row.min(axis=1).max() < 110


def test_a_small_before_is_brought_to_the_size_after(tmp_path: Path) -> None:
    """An enlargement: the same scene on both sides meets at the line."""
    both = compared(tmp_path, scene(150, 100), scene(600, 400))

    assert both.size == (600, 400)
    assert differ(pixels(both)[80:, :290], pixels(scene(600, 400))[80:, :290]) <= 16


def test_a_little_other_shape_is_trimmed_and_not_bent(tmp_path: Path) -> None:
    """Services round sides to multiples: a few percent are cut off at the rims."""
    both = compared(tmp_path, scene(610, 400), scene(600, 400))

    assert both.size == (600, 400)


def test_other_shapes_stand_side_by_side_whole(tmp_path: Path) -> None:
    """Wide before, tall after: both at one height, left and right of the line."""
    before, after = scene(600, 300), scene(300, 600)
    both = compared(tmp_path, before, after)

    assert both.height == 600
    seen, top = pixels(both), below(both)
    left, right = before.resize((1200, 600)), after
    assert differ(seen[top:, :1190], pixels(left)[top:, :1190]) <= 16
    assert differ(seen[top:, -290:], pixels(right)[top:, -290:]) <= LOSS


def test_heavy_pictures_come_as_a_photo_that_telegram_takes(tmp_path: Path) -> None:
    """At most 2560 pixels a side and ten megabytes, though nothing can be compressed."""
    both = compared(tmp_path, noise(2700, 2600), noise(2600, 2700).rotate(90))

    assert max(both.size) == LONGEST_SIDE
    assert (tmp_path / "both.jpg").stat().st_size < 10_000_000


@given(
    before=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    after=st.tuples(st.integers(1, 400), st.integers(1, 400)),
)
def test_any_two_shapes_make_a_photo(
    tmp_path_factory: pytest.TempPathFactory,
    before: tuple[int, int],
    after: tuple[int, int],
) -> None:
    """Strips, dots and squares: within Telegram's ratio of twenty, never empty."""
    folder = tmp_path_factory.mktemp("any")
    both = compared(folder, Image.new("RGB", before), Image.new("RGB", after))

    assert max(both.size) <= 20 * min(both.size)
    assert max(both.size) <= LONGEST_SIDE


def test_pictures_are_upright_and_transparency_is_seen_as_checks(
    tmp_path: Path,
) -> None:
    """A phone's photo lies on its side in the file; nothing is not black."""
    before = save(scene(400, 600), tmp_path / "b.jpg", "JPEG", exif=exif(6))
    clear = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    after = save(clear, tmp_path / "a.png", "PNG")

    with Image.open(compare(before, after, (0, 1), tmp_path / "both")) as both:
        seen = pixels(both)

    assert seen.shape[:2] == (400, 600)
    upright = pixels(scene(400, 600).rotate(-90, expand=True))
    assert differ(seen[100:, :290], upright[100:, :290]) <= 20
    grounds = {
        tuple(int(c) for c in seen[y, x]) for y in (200, 380) for x in (310, 590)
    }
    assert all(min(abs(c[0] - g[0]) for g in CHECKS) <= 8 for c in grounds)


@pytest.mark.parametrize("number", [0, 7, 42, 365])
def test_numbers_stay_within_their_disc(number: int) -> None:
    """However many digits: light ink inside, dark disc around, nothing beyond the rim."""
    disc = np.asarray(badge(number, 60)).astype(int)
    light = (disc[..., :3].min(axis=2) > 200) & (disc[..., 3] > 200)
    inside = light[:, 8:-8].any(axis=0)

    assert disc[0, 0, 3] == 0
    assert light[20:40, 15:45].any()
    assert not light[28:32, 5:9].any()
    assert inside.any()
