"""The edits do to pixels what their names say."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from providers.base import Operation, Request
from providers.errors import UnsupportedRequest
from providers.local.changes import BACKDROPS, SHAPES, Change, Edit
from providers.local.edit import SimpleEdit
from providers.local.filters import apply
from providers.local.subject import Subjects
from providers.local.watch import Watch
from tests.unit.local.photos import load, psnr, save

PHOTO = load("coffee.png").crop((100, 60, 400, 300))
FILTERS = [edit for edit in Edit if edit not in SHAPES | BACKDROPS]
CRAFT = SimpleEdit(Subjects())


def after(edit: Edit, image: Image.Image = PHOTO) -> NDArray[np.float64]:
    """The pixels after one plain change."""
    return np.asarray(apply(image, Change(edit=edit)), float)


def busyness(pixels: NDArray[np.float64]) -> float:
    """How much neighbours differ on average."""
    return float(np.abs(np.diff(pixels, axis=1)).mean())


@pytest.mark.parametrize("edit", FILTERS)
@pytest.mark.parametrize("size", [(300, 240), (2, 2), (3, 91)])
def test_filters_keep_the_size_and_change_the_picture(
    edit: Edit, size: tuple[int, int]
) -> None:
    """A filter that does nothing, or falls over small pictures, is none."""
    photo = PHOTO.crop((0, 0, *size))

    result = after(edit, photo)

    assert result.shape == (size[1], size[0], 3)
    if min(size) > 90:
        assert np.abs(result - np.asarray(photo, float)).mean() > 0.3


@pytest.mark.parametrize("edit", FILTERS)
def test_filters_leave_transparency_alone(edit: Edit) -> None:
    """A cut-out keeps its shape."""
    photo = PHOTO.copy()
    alpha = Image.linear_gradient("L").resize(photo.size)
    photo.putalpha(alpha)

    result = apply(photo, Change(edit=edit))

    assert result.getchannel("A").tobytes() == alpha.tobytes()


@pytest.mark.parametrize("edit", [Edit.BLACK_AND_WHITE, Edit.SKETCH])
def test_gray_edits_have_no_colour(edit: Edit) -> None:
    """All channels equal."""
    assert np.ptp(after(edit), axis=2).max() == 0


def test_sepia_is_brown() -> None:
    """Red over green over blue, wherever it is neither black nor white."""
    red, green, blue = after(Edit.SEPIA).mean(axis=(0, 1))

    assert red > green + 5
    assert green > blue + 5


def test_blur_calms_and_sharpening_stirs() -> None:
    """The two go in opposite directions."""
    plain = busyness(np.asarray(PHOTO, float))

    assert busyness(after(Edit.BLUR)) < 0.6 * plain
    assert busyness(after(Edit.SHARPEN)) > 1.15 * plain


def test_denoise_comes_nearer_to_the_clean_photo() -> None:
    """With noise added and removed again, PSNR rises."""
    noise = np.random.default_rng(3).normal(0, 18, (*PHOTO.size[::-1], 3))
    noisy = Image.fromarray((np.asarray(PHOTO) + noise).clip(0, 255).astype(np.uint8))

    cleaned = apply(noisy, Change(edit=Edit.DENOISE))

    assert psnr(cleaned, PHOTO) > psnr(noisy, PHOTO) + 2


def test_cartoons_have_flat_areas() -> None:
    """Most neighbours are nearly equal, though the picture is still there."""
    pixels = after(Edit.CARTOON)

    steps = np.abs(np.diff(pixels, axis=1)).max(axis=2)
    assert (steps <= 3).mean() > 0.6
    assert pixels.std() > 30


@pytest.mark.parametrize(
    "degrees, corner", [(90, (0, -1)), (180, (-1, -1)), (270, (-1, 0)), (0, (0, 0))]
)
def test_quarter_turns_lose_nothing(degrees: int, corner: tuple[int, int]) -> None:
    """Clockwise: the upper left corner wanders to the upper right first."""
    result = np.asarray(apply(PHOTO, Change(edit=Edit.ROTATE, degrees=degrees)))

    assert result.size == np.asarray(PHOTO).size
    assert (result[corner] == np.asarray(PHOTO)[0, 0]).all()


@pytest.mark.parametrize("degrees", [1, 30, 45, 89, 120, 315])
@pytest.mark.parametrize("size", [(200, 120), (120, 200), (150, 150), (400, 20)])
def test_slanted_turns_have_no_empty_corners(
    degrees: int, size: tuple[int, int]
) -> None:
    """Black triangles would look like a mistake."""
    white = Image.new("RGB", size, "white")

    result = apply(white, Change(edit=Edit.ROTATE, degrees=degrees))

    inner = np.asarray(result)[1:-1, 1:-1]
    assert inner.size
    assert inner.min() > 200


@pytest.mark.parametrize(
    "ratio, size", [((1, 1), (240, 240)), ((16, 9), (300, 168)), ((1, 2), (120, 240))]
)
def test_crops_take_the_middle(ratio: tuple[int, int], size: tuple[int, int]) -> None:
    """As large as the picture allows."""
    assert apply(PHOTO, Change(edit=Edit.CROP, ratio=ratio)).size == size


def test_an_instruction_becomes_a_file(tmp_path: Path) -> None:
    """From words and a file to a file, with each change done in turn."""
    source = save(PHOTO, tmp_path / "in.jpg", quality=90)
    request = Request(
        operation=Operation.EDIT,
        prompt="black and white, rotate right, crop 1:1",
        sources=(source,),
    )
    CRAFT.check(request)

    file = CRAFT.make(request, tmp_path, "out", Watch())

    with Image.open(file) as image:
        assert image.format == "JPEG"
        assert image.size == (240, 240)


def test_the_refusal_lists_what_can_be_done(tmp_path: Path) -> None:
    """Nobody should have to guess."""
    source = save(PHOTO, tmp_path / "in.png")
    request = Request(operation=Operation.EDIT, prompt="add a hat", sources=(source,))

    with pytest.raises(UnsupportedRequest) as refused:
        CRAFT.check(request)

    assert refused.value.code == "edit_not_understood"
    assert str(refused.value.args_for_text["allowed"]).split(", ") == list(Edit)
