"""What every implementation of the picture tools promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import Refused
from bot.imaging import PictureLimits, PillowTools
from bot.services.ports import PictureTools
from bot.services.values import PictureFacts
from tests.fakes.imaging import FakePictureTools, picture_bytes

MAX_PIXELS = 1_000_000


@pytest.fixture(params=["pillow", "fake"])
def tools(request: pytest.FixtureRequest) -> Iterator[PictureTools]:
    """Each implementation, with a limit of one megapixel."""
    if request.param == "fake":
        yield FakePictureTools(max_pixels=MAX_PIXELS)
        return
    pillow = PillowTools(limits=PictureLimits(max_pixels=MAX_PIXELS))
    yield pillow
    pillow.close()


def put(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(data)
    return path


async def look(tools: PictureTools, path: Path) -> tuple[str, int, int]:
    """Media type, width and height of a picture."""
    facts = await facts_of(tools, path)
    return facts.media_type, facts.width, facts.height


async def facts_of(tools: PictureTools, path: Path) -> PictureFacts:
    """What a result is."""
    (facts,) = await tools.inspect([path], max_pixels=MAX_PIXELS)
    assert isinstance(facts, PictureFacts)
    return facts


def names_in(folder: Path) -> list[str]:
    """What lies there."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_clean_tells_what_the_file_is(
    tools: PictureTools, tmp_path: Path, kind: str
) -> None:
    """The suffix follows the type, and size and sides are the file's."""
    raw = put(tmp_path / "download-1", picture_bytes(120, 80, kind=kind))

    picture = await tools.clean(raw, tmp_path / "source-1.bin")

    assert picture.path.suffix == {"JPEG": ".jpg", "PNG": ".png"}[kind]
    assert picture.media_type == f"image/{kind.lower()}"
    assert (picture.width, picture.height) == (120, 80)
    assert picture.size == picture.path.stat().st_size
    assert picture.was_jpeg is (kind == "JPEG")


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "not_a_picture"),
        (b"these are words, not a picture", "not_a_picture"),
        (picture_bytes(300, 200, kind="JPEG")[:-400], "picture_broken"),
        (picture_bytes(1200, 1000), "picture_too_large"),
    ],
    ids=["empty", "text", "truncated", "large"],
)
async def test_clean_refuses_and_leaves_nothing(
    tools: PictureTools, tmp_path: Path, data: bytes, code: str
) -> None:
    """What cannot be used has its own code, and no file is left behind."""
    raw = put(tmp_path / "download-1", data)

    with pytest.raises(Refused) as caught:
        await tools.clean(raw, tmp_path / "source-1.png")

    assert caught.value.code == code
    assert names_in(tmp_path) == [raw.name]


async def test_fit_leaves_what_fits(tools: PictureTools, tmp_path: Path) -> None:
    """A picture within the limits is not touched."""
    raw = put(tmp_path / "download-1", picture_bytes(100, 50))
    picture = await tools.clean(raw, tmp_path / "source-1.png")

    assert await tools.fit(picture, max_bytes=10_000, max_side=100) == picture


async def test_fit_keeps_the_shape(tools: PictureTools, tmp_path: Path) -> None:
    """Too long a side shrinks the picture in proportion, in a file of its own."""
    raw = put(tmp_path / "download-1", picture_bytes(100, 50))
    picture = await tools.clean(raw, tmp_path / "source-1.png")

    small = await tools.fit(picture, max_bytes=10_000, max_side=40)

    assert (small.width, small.height) == (40, 20)
    assert small.path != picture.path
    assert small.size == small.path.stat().st_size <= 10_000


@pytest.mark.parametrize(
    "data, expected",
    [
        (picture_bytes(kind="JPEG"), False),
        (picture_bytes(), False),
        (picture_bytes(mode="RGBA"), False),
        (picture_bytes(mode="RGBA", colour="#00808080"), True),
        (picture_bytes(mode="RGBA", colour="#00808080", kind="WEBP"), True),
        (picture_bytes(200, 200, mode="RGBA", colour="#00808080")[:-60], False),
    ],
    ids=["jpeg", "png", "opaque", "half", "webp", "torn"],
)
async def test_alpha_is_what_shines_through(
    tools: PictureTools, tmp_path: Path, data: bytes, *, expected: bool
) -> None:
    """A mode that could be transparent is not enough, and a torn picture is no reason to fail."""
    path = put(tmp_path / "arrival-1", data)

    facts = await facts_of(tools, path)

    assert facts.has_alpha is expected


async def test_preview_is_the_picture_when_telegram_takes_it(
    tools: PictureTools, tmp_path: Path
) -> None:
    """Nothing is rewritten without need."""
    path = put(tmp_path / "picture-1.png", picture_bytes())

    assert await tools.preview(path, tmp_path / "made") == path


async def test_preview_of_other_types_is_a_jpeg(
    tools: PictureTools, tmp_path: Path
) -> None:
    """WebP becomes a JPEG under a name that nothing else has, and the original stays.

    Two people may press at once: each removes their own when it is sent.
    """
    path = put(tmp_path / "picture-1.webp", picture_bytes(kind="WEBP"))

    preview = await tools.preview(path, tmp_path / "made")
    other = await tools.preview(path, tmp_path / "made")

    assert preview.name.startswith("preview-picture-1")
    assert {preview.parent, other.parent} == {tmp_path / "made"}
    assert len({path, preview, other}) == 3
    other.unlink()
    assert (await look(tools, preview))[0] == "image/jpeg"
    assert path.is_file()


async def test_contact_sheet_is_a_jpeg(tools: PictureTools, tmp_path: Path) -> None:
    """The grid lies where it was asked for, as a JPEG."""
    paths = [put(tmp_path / f"picture-{k}.png", picture_bytes()) for k in range(1, 5)]

    sheet = await tools.contact_sheet(paths, tmp_path / "sheet")

    assert sheet == tmp_path / "sheet.jpg"
    assert (await look(tools, sheet))[0] == "image/jpeg"


async def test_a_comparison_is_a_jpeg_of_the_size_after(
    tools: PictureTools, tmp_path: Path
) -> None:
    """It lies where it was asked for, as large as the picture after; the sources stay."""
    before = put(tmp_path / "before.jpg", picture_bytes(60, 40, kind="JPEG"))
    after = put(tmp_path / "after.png", picture_bytes(240, 160))

    both = await tools.compare(before, after, (1, 2), tmp_path / "both")

    assert await look(tools, both) == ("image/jpeg", 240, 160)
    assert names_in(tmp_path) == ["after.png", "before.jpg", "both.jpg"]


@pytest.mark.parametrize("broken", ["before", "after"])
async def test_what_cannot_be_read_is_not_compared(
    tools: PictureTools, tmp_path: Path, broken: str
) -> None:
    """One of them is no picture: refused, and nothing is left behind."""
    data = {"before": picture_bytes(), "after": picture_bytes(), broken: b"words"}
    before, after = (put(tmp_path / name, data[name]) for name in ("before", "after"))

    with pytest.raises(Refused) as refusal:
        await tools.compare(before, after, (1, 2), tmp_path / "both")

    assert refusal.value.code == "not_a_picture"
    assert names_in(tmp_path) == ["after", "before"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_a_result_is_what_its_header_says(
    tools: PictureTools, tmp_path: Path, kind: str
) -> None:
    """Type and sides are told, whatever the file is called."""
    path = put(tmp_path / "arrival-1", picture_bytes(33, 44, kind=kind))

    assert await look(tools, path) == (f"image/{kind.lower()}", 33, 44)


@pytest.mark.parametrize(
    "data, code",
    [
        (b"<html>502 Bad Gateway</html>", "not_a_picture"),
        (picture_bytes(120, 80), "picture_too_large"),
    ],
)
async def test_what_is_no_result_is_refused(
    tools: PictureTools, tmp_path: Path, data: bytes, code: str
) -> None:
    """An error page sent as a picture, or more pixels than the service should make; others stand."""
    bad = put(tmp_path / "result", data)
    good = put(tmp_path / "other", picture_bytes(10, 10))

    refused, facts = await tools.inspect([bad, good], max_pixels=1000)

    assert isinstance(refused, Refused)
    assert refused.code == code
    assert isinstance(facts, PictureFacts)
    assert facts.size == good.stat().st_size


async def test_several_previews_at_once(tools: PictureTools, tmp_path: Path) -> None:
    """One file for each, in order; what nobody can read stays as it is."""
    png = put(tmp_path / "one.png", picture_bytes(120, 80))
    webp = put(tmp_path / "two.webp", picture_bytes(120, 80, kind="WEBP"))
    torn = put(tmp_path / "three.png", b"no picture at all")

    made = await tools.previews([png, webp, torn], tmp_path / "made")

    assert (made[0], made[2]) == (png, torn)
    assert made[1].suffix == ".jpg"
