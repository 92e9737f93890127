"""Backgrounds go, blur or change, and the subject stays as it was; on real photos."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from typing_extensions import override

from providers.base import Operation, Request
from providers.errors import TaskFailed
from providers.local.backdrop import put_before
from providers.local.changes import Change, Edit
from providers.local.darkroom import carry_out
from providers.local.edit import SimpleEdit
from providers.local.instructions import read_instruction
from providers.local.matte import bands, enlarge_rows, find_matte
from providers.local.subject import SIDE, Mask, Subjects
from providers.local.watch import Stopped, Watch
from tests.unit.local.photos import load, save

SUBJECTS = Subjects()
CUP, CAT = load("coffee.png"), load("chelsea.png")
RED, GREEN = (200, 30, 30), (30, 160, 60)


class Told(Subjects):
    """Knows where the subject is, and keeps what it was shown."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self.mask = mask
        self.shown: list[Image.Image] = []

    @override
    def find(self, picture: Image.Image) -> Mask:
        self.shown.append(picture)
        return self.mask


def edited(
    picture: Image.Image, words: str, subjects: Subjects = SUBJECTS
) -> NDArray[np.int64]:
    """The pixels after an instruction."""
    result = carry_out(picture, read_instruction(words), subjects, Watch())
    return np.asarray(result).astype(np.int64)


def disc(softness: float = 6.0, size: int = 200) -> NDArray[np.float64]:
    """A round subject in the middle with a soft edge; 0..1."""
    y, x = np.mgrid[:size, :size] - size / 2
    return np.asarray(np.clip((size / 4 - np.hypot(x, y)) / softness + 0.5, 0, 1))


def red_on_green() -> Image.Image:
    """The disc in red, its soft edge mixed with the green behind it."""
    share = disc()[..., None]
    pixels = share * np.array(RED) + (1 - share) * np.array(GREEN)
    return Image.fromarray(pixels.round().astype(np.uint8))


def stir(pixels: NDArray[np.int64], left: int, top: int) -> float:
    """How much neighbours differ within 40x40 pixels."""
    piece = pixels[top : top + 40, left : left + 40, :3]
    return float(np.abs(np.diff(piece, axis=1)).mean())


@pytest.mark.parametrize(
    "photo, inside, outside",
    [
        (CUP, [(200, 120), (300, 330), (120, 200)], [(5, 5), (590, 5), (5, 390)]),
        (CAT, [(200, 120), (150, 60), (280, 250)], [(440, 100), (440, 280)]),
    ],
    ids=["cup", "cat"],
)
def test_the_subject_stays_and_its_background_goes(
    photo: Image.Image, inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    """The cup with its saucer, and the cat: opaque and unchanged; beside them, nothing."""
    pixels = edited(photo, "remove the background")

    before = np.asarray(photo).astype(np.int64)
    for x, y in inside:
        assert pixels[y, x, 3] == 255
        assert np.abs(pixels[y, x, :3] - before[y, x]).max() <= 1
    assert [pixels[y, x, 3] for x, y in outside] == [0] * len(outside)
    assert 0.2 < (pixels[..., 3] > 250).mean() < 0.8


def test_an_edge_is_an_edge() -> None:
    """The cup's rim is sharp: few pixels are neither cup nor background."""
    alpha = edited(CUP, "remove the background")[..., 3]

    assert ((alpha > 12) & (alpha < 243)).mean() < 0.03


def test_blur_leaves_the_subject_sharper_than_what_is_around_it() -> None:
    """The spoon's glints stay, the wood's grain melts; plain blur softens both."""
    before = np.asarray(CUP).astype(np.int64)
    after, plain = edited(CUP, "blur the background"), edited(CUP, "blur")
    spoon, wood = (320, 220), (20, 340)

    assert stir(after, *spoon) > 0.99 * stir(before, *spoon)
    assert stir(after, *wood) < 0.1 * stir(before, *wood)
    assert stir(plain, *spoon) < 0.5 * stir(before, *spoon)


@pytest.mark.parametrize("words", ["white background", "sepia on a white background"])
def test_a_filled_background_has_its_colour_whatever_else_is_done(words: str) -> None:
    """White is white, in a brown picture too; and the picture is opaque."""
    pixels = edited(CUP, words)

    assert pixels.shape[2] == 3
    assert [pixels[y, x].tolist() for x, y in ((5, 5), (590, 5))] == [[255] * 3] * 2
    assert pixels[120, 200].max() < 255


def test_soft_edges_keep_no_colour_of_the_old_background() -> None:
    """Half transparent pixels of a red disc before green are red, not brown."""
    matte = (disc() * 255).round().astype(np.uint8)
    change = Change(edit=Edit.REMOVE_BACKGROUND)

    result = put_before(red_on_green(), matte, change, lambda _share: None)

    pixels = np.asarray(result).astype(np.int64)
    soft = (pixels[..., 3] > 50) & (pixels[..., 3] < 250)
    assert soft.sum() > 200
    assert np.abs(pixels[soft][:, :3] - RED).max() <= 24


def test_a_blurred_background_has_no_glow_of_the_subject() -> None:
    """The red disc must not shine into the green around it."""
    matte = (disc() * 255).round().astype(np.uint8)
    change = Change(edit=Edit.BLUR_BACKGROUND, strength=2)

    result = put_before(red_on_green(), matte, change, lambda _share: None)

    outside = np.asarray(result).astype(np.int64)[matte == 0]
    assert np.abs(outside - GREEN).max() <= 12


def test_the_subject_is_looked_for_in_the_photo_and_not_in_the_sketch() -> None:
    """After turns and crops, before any filter, whatever the order of the words."""
    told = Told(np.ones((SIDE, SIDE), np.float32))

    edited(CUP, "black and white, remove the background, crop to 1:1", told)

    (shown,) = told.shown
    assert shown.size == (400, 400)
    assert np.ptp(np.asarray(shown), axis=2).max() > 100


def test_a_cut_out_is_its_own_mask() -> None:
    """Who sends a cut-out and asks for white gets exactly this shape before white."""
    told = Told(np.zeros((SIDE, SIDE), np.float32))
    picture = Image.new("RGB", (80, 60), RED)
    picture.putalpha(Image.new("L", (80, 60), 0))
    picture.paste((*RED, 255), (20, 20, 60, 40))

    pixels = edited(picture, "white background", told)

    assert told.shown == []
    assert pixels[30, 40].tolist() == list(RED)
    assert pixels[5, 5].tolist() == [255] * 3


def test_blur_keeps_the_transparency_that_a_picture_had() -> None:
    """Round corners stay round."""
    picture = CUP.copy()
    alpha = Image.new("L", CUP.size, 255)
    alpha.paste(0, (0, 0, 20, 20))
    picture.putalpha(alpha)

    pixels = edited(picture, "blur the background")

    assert (pixels[..., 3] == np.asarray(alpha)).all()


def test_without_a_subject_nothing_is_made() -> None:
    """An empty picture would be a bad joke; it is said, and costs nothing."""
    told = Told(np.full((SIDE, SIDE), 0.2, np.float32))

    with pytest.raises(TaskFailed) as failed:
        edited(CUP, "remove the background", told)

    assert failed.value.code == "no_subject"


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 400), (401, 7)])
@pytest.mark.parametrize(
    "words", ["cut out", "blur the background", "black background"]
)
def test_any_size_of_picture_works(size: tuple[int, int], words: str) -> None:
    """Stripes and dots have subjects, too."""
    told = Told(np.asarray(disc(size=SIDE), np.float32))

    assert edited(CUP.resize(size), words, told).shape[:2] == size[::-1]


def test_bands_have_no_seams() -> None:
    """A part of the rows is the same as that part of all of them."""
    field = np.random.default_rng(5).random((37, 50, 2)).astype(np.float32)
    size = (130, 600)

    pieces = [enlarge_rows(field, size, top, rows) for top, rows in bands(600)]

    whole = enlarge_rows(field, size, 0, 600)
    assert np.abs(np.concatenate(pieces) - whole).max() < 1e-3


def test_a_large_photo_gets_the_matte_of_its_small_copy() -> None:
    """What is found on a small copy serves the large picture."""
    mask = SUBJECTS.find(CUP)
    large = CUP.resize((1800, 1200), Image.Resampling.BICUBIC)

    small_matte = find_matte(CUP, mask).whole(CUP)
    large_matte = find_matte(large, mask).whole(large)

    again = np.asarray(Image.fromarray(large_matte).resize(CUP.size)).astype(int)
    assert np.abs(again - small_matte).mean() < 1.5


def test_a_stop_is_heard_between_two_steps(tmp_path: Path) -> None:
    """Called off while the subject is looked for, it ends there and writes nothing."""

    class Stopping(Told):
        @override
        def find(self, picture: Image.Image) -> Mask:
            watch.stop()
            return super().find(picture)

    watch = Watch()
    craft = SimpleEdit(Stopping(np.ones((SIDE, SIDE), np.float32)))
    source = save(CUP, tmp_path / "in.png")
    request = Request(operation=Operation.EDIT, prompt="cut out", sources=(source,))
    with pytest.raises(Stopped):
        craft.make(request, tmp_path, "out", watch)

    assert watch.fraction < 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.png"]


def test_a_jpeg_without_background_is_a_png(tmp_path: Path) -> None:
    """JPEG has no transparency."""
    source = save(CUP, tmp_path / "in.jpg", quality=92)
    request = Request(operation=Operation.EDIT, prompt="убери фон", sources=(source,))

    file = SimpleEdit(SUBJECTS).make(request, tmp_path, "out", Watch())

    with Image.open(file) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", CUP.size)


def test_the_runtime_is_loaded_by_the_first_who_needs_it() -> None:
    """A bot that only enlarges does without its megabytes."""
    program = (
        "import sys; from providers.local import LocalProvider; "
        "print('onnxruntime' in sys.modules)"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"


def test_glints_are_no_holes_and_grain_is_no_subject() -> None:
    """What the network is sure of all around stays so, whatever colours are there."""
    mask = SUBJECTS.find(CUP)
    size = (SIDE, SIDE)
    matte = np.asarray(Image.fromarray(find_matte(CUP, mask).whole(CUP)).resize(size))

    coarse = Image.fromarray((mask * 255).astype(np.uint8))
    deep = np.asarray(coarse.filter(ImageFilter.MinFilter(5))) > 242
    far = np.asarray(coarse.filter(ImageFilter.MaxFilter(13))) < 12
    assert deep.mean() > 0.3
    assert matte[deep].min() > 240
    assert far.mean() > 0.3
    assert matte[far].max() < 5
