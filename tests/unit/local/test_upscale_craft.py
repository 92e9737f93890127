"""An upscale from file to file: what the source had, the result has."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from providers.base import Operation, Request, SourcePicture
from providers.errors import UnsupportedRequest
from providers.local.networks import Networks
from providers.local.upscale import Upscale
from providers.local.watch import Watch
from tests.unit.local.photos import load, save

CRAFT = Upscale(Networks())


def order(source: SourcePicture, scale: int | None = None) -> Request:
    """An upscale of one picture."""
    return Request(operation=Operation.UPSCALE, sources=(source,), scale=scale)


def make(source: SourcePicture, folder: Path, scale: int | None = None) -> Path:
    """Run the craft."""
    return CRAFT.make(order(source, scale), folder, "result", Watch())


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
@pytest.mark.parametrize("scale", [None, 2, 4])
def test_a_photo_comes_back_larger(
    tmp_path: Path, ending: str, scale: int | None
) -> None:
    """Twice unless asked otherwise, in a format that fits the source's."""
    source = save(load("chelsea.png").crop((0, 0, 51, 37)), tmp_path / f"in.{ending}")

    file = make(source, tmp_path, scale)

    with Image.open(file) as image:
        assert image.size == (51 * (scale or 2), 37 * (scale or 2))
        assert image.format == ("JPEG" if ending == "jpg" else "PNG")


def test_transparency_keeps_its_shape(tmp_path: Path) -> None:
    """A cut-out stays a cut-out: alpha where it was, clean colours up to the edge."""
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((30, 160, 90, 255), (10, 10, 30, 30))

    file = make(save(picture, tmp_path / "in.png"), tmp_path)

    with Image.open(file) as image:
        pixels = np.asarray(image).astype(int)
    alpha = pixels[..., 3]
    assert alpha[2, 2] == 0
    assert alpha[40, 40] == 255
    assert abs((alpha / 255).sum() - 4 * 20 * 20) < 40
    assert np.abs(pixels[alpha > 20][:, :3] - (30, 160, 90)).max() <= 12


def test_a_picture_that_was_a_jpeg_is_treated_as_one(tmp_path: Path) -> None:
    """The spool may hold a PNG; blocks from before are still in it."""
    source = save(load("coffee.png").crop((0, 0, 40, 40)), tmp_path / "in.png")
    lossy = SourcePicture(
        path=source.path,
        media_type=source.media_type,
        width=40,
        height=40,
        size=source.size,
        was_jpeg=True,
    )

    assert make(source, tmp_path).suffix == ".png"
    assert make(lossy, tmp_path).suffix == ".jpg"


@pytest.mark.parametrize(
    "width, height, scale, allowed",
    [(4097, 3073, 2, 12.6), (2049, 1537, 4, 3.1)],
)
def test_too_large_a_result_is_refused_before_any_work(
    width: int, height: int, scale: int, allowed: float
) -> None:
    """The answer says how many megapixels this scale takes."""
    source = SourcePicture(
        path=Path("never-read"),
        media_type="image/png",
        width=width,
        height=height,
        size=1,
    )

    with pytest.raises(UnsupportedRequest) as refused:
        CRAFT.check(order(source, scale))

    assert refused.value.code == "picture_too_large_for_scale"
    assert refused.value.args_for_text == {"allowed": allowed, "scale": scale}
