"""What is refused, and that it is refused before it is decoded."""

import tracemalloc
from pathlib import Path

import pytest

from bot.domain.errors import Refused
from bot.imaging.opening import PictureLimits, opened
from tests.unit.imaging.samples import as_bytes, png_claiming, scene

LIMITS = PictureLimits()


def refusal(path: Path, data: bytes, limits: PictureLimits = LIMITS) -> Refused:
    """How a file with these bytes is refused, when it is opened and decoded."""
    path.write_bytes(data)
    with pytest.raises(Refused) as caught, opened(path, limits) as image:
        image.load()
    return caught.value


@pytest.mark.parametrize(
    "width, height", [(50_000, 50_000), (12_000, 12_000), (11_000, 10_000)]
)
def test_bomb_is_refused_from_its_header(
    tmp_path: Path, width: int, height: int
) -> None:
    """A few bytes that promise too many pixels cost no memory, and the text can say both numbers."""
    tracemalloc.start()
    error = refusal(tmp_path / "bomb.png", png_claiming(width, height))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert error.code == "picture_too_large"
    assert error.args_for_text["pixels"] == round(width * height / 1e6)
    assert error.args_for_text["allowed"] == 100
    assert peak < 2_000_000


def test_long_side_is_refused(tmp_path: Path) -> None:
    """Few pixels in one endless row are over the limit of the side."""
    error = refusal(tmp_path / "row.png", png_claiming(20_000, 10))

    assert error.code == "picture_too_large"
    assert error.args_for_text["side"] == 16_384


def test_bytes_are_counted_first(tmp_path: Path) -> None:
    """A file over the limit of bytes is not even opened."""
    error = refusal(
        tmp_path / "big", b"no picture" * 200_000, PictureLimits(max_bytes=1_000_000)
    )

    assert error.code == "file_too_big"
    assert error.args_for_text["allowed"] == 1


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "not_a_picture"),
        (b"a shopping list\n" * 20, "not_a_picture"),
        (b"PK\x03\x04" + b"\0" * 60, "not_a_picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, "picture_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "picture_broken"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "picture_broken"),
        (as_bytes(scene(), "JPEG")[:-200], "picture_broken"),
        (as_bytes(scene(), "PNG")[:-200], "picture_broken"),
        (as_bytes(scene(), "WEBP")[:-200], "picture_broken"),
        (as_bytes(scene(), "GIF")[:-2000], "picture_broken"),
        (as_bytes(scene(), "BMP")[:-2000], "picture_broken"),
        (as_bytes(scene(), "TIFF")[:-2000], "picture_broken"),
        (as_bytes(scene(), "HEIF")[:-200], "picture_broken"),
        (as_bytes(scene(), "AVIF"), "picture_type"),
        (as_bytes(scene(), "JPEG2000"), "picture_type"),
        (as_bytes(scene(), "ICO"), "picture_type"),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            "picture_type",
        ),
        (b"%PDF-1.7\n" + b"\0" * 60, "picture_type"),
    ],
)
def test_each_fault_has_its_code(tmp_path: Path, data: bytes, code: str) -> None:
    """The name of a file counts for nothing; its bytes decide what the user is told."""
    assert refusal(tmp_path / "holiday.jpg", data).code == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "HEIF"])
def test_each_type_is_read(tmp_path: Path, kind: str) -> None:
    """All types that the interface names can be decoded."""
    path = tmp_path / "picture"
    path.write_bytes(as_bytes(scene(), kind))

    with opened(path, LIMITS) as image:
        image.load()

        assert image.size == (96, 64)


def test_a_failing_disk_is_not_blamed_on_the_picture(tmp_path: Path) -> None:
    """A file that is not there is an error of ours."""
    with pytest.raises(FileNotFoundError), opened(tmp_path / "gone", LIMITS):
        pass
