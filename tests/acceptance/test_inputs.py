"""Every kind of picture that people send, and what reaches the service of it."""

import asyncio
import hashlib
import io
from collections.abc import Callable

import pillow_heif
import pytest
from PIL import Image

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, enlarged, kept_sums, visitor
from tests.acceptance.world import World
from tests.unit.imaging.samples import SECRET_PLACE, as_bytes, exif, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-inputs"),
]


def heic() -> bytes:
    """A picture as an iPhone keeps it."""
    file = io.BytesIO()
    pillow_heif.from_pillow(scene()).save(file)
    return file.getvalue()


def animation() -> bytes:
    """Two frames of which only the first counts; the second is black."""
    file = io.BytesIO()
    black = Image.new("RGB", (96, 64))
    scene().save(file, "GIF", save_all=True, append_images=[black])
    return file.getvalue()


def turned() -> bytes:
    """A phone's photo: stored on its side, with the place where it was taken."""
    file = io.BytesIO()
    scene(64, 96).save(file, "JPEG", exif=exif(6))
    return file.getvalue()


KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg": ("a.jpg", lambda: as_bytes(scene(), "JPEG")),
    "png": ("a.png", lambda: as_bytes(scene(), "PNG")),
    "webp": ("a.webp", lambda: as_bytes(scene(), "WEBP")),
    "bmp": ("a.bmp", lambda: as_bytes(scene(), "BMP")),
    "tiff": ("a.tiff", lambda: as_bytes(scene(), "TIFF")),
    "gif": ("a.gif", animation),
    "heic": ("a.heic", heic),
    "on its side": ("a.jpg", turned),
    "grey": ("a.png", lambda: as_bytes(scene().convert("L"), "PNG")),
    "clear": ("a.png", lambda: as_bytes(scene().convert("RGBA"), "PNG")),
    "cmyk": ("a.jpg", lambda: as_bytes(scene().convert("CMYK"), "JPEG")),
}
COLOURED = ("jpeg", "png", "webp", "bmp", "tiff", "gif", "heic", "clear")


@pytest.mark.parametrize("kind", KINDS)
async def test_an_image_file_of_any_kind_comes_back_larger(
    world: World, alice: Visitor, kind: str
) -> None:
    """The file alone: twice as large, upright, with bytes that are kept as they came."""
    name, make = KINDS[kind]
    asked = await alice.hand(make(), name)
    preview = await alice.ending(asked)

    (file,) = [
        view
        for view in alice.heard(asked)
        if view["media"] and view["media"]["kind"] == "document"
    ]
    assert preview["text"] == enlarged(192, 128)
    assert file["media"]["sha256"] in kept_sums(world)
    data = await world.people.download(file["media"]["file_id"])
    assert hashlib.sha256(data).hexdigest() == file["media"]["sha256"]
    if kind in COLOURED:
        corner = (await alice.picture(file)).convert("RGB").crop((176, 0, 192, 16))
        red, green, blue = corner.resize((1, 1)).tobytes()
        assert red > 180  # as in the first frame, and the right way round
        assert max(green, blue) < 60


async def test_the_type_is_known_by_the_name_when_the_app_does_not_tell(
    world: World, alice: Visitor
) -> None:
    """Many apps send `application/octet-stream`."""
    asked = await world.people.send_document(
        alice.user_id,
        as_bytes(scene(), "PNG"),
        "IMG_1.PNG",
        mime_type="application/octet-stream",
    )

    assert (await alice.ending(asked))["text"] == enlarged(192, 128)


async def test_nothing_of_the_place_reaches_the_service(
    world: World, alice: Visitor
) -> None:
    """Neither the file's EXIF comment nor its place goes up."""
    known = set(world.jimeng.imagex.files)
    await alice.ending(await alice.hand(turned(), "a.jpg", "/edit brighter"))

    (new,) = set(world.jimeng.imagex.files) - known
    upload = world.jimeng.imagex.files[new]
    with Image.open(io.BytesIO(upload)) as picture:
        assert picture.size == (96, 64)
        assert not picture.getexif()
    assert SECRET_PLACE not in upload


async def test_an_album_of_files_is_one_order(world: World, alice: Visitor) -> None:
    """Two image files with words: references of one job."""
    paid = len(world.jimeng.log.paid_submits)
    album = await world.people.send_album(
        alice.user_id,
        [as_bytes(scene(), "PNG"), heic()],
        caption="/edit both in one",
        file_names=["a.png", "b.heic"],
    )
    edited = await alice.ending(album[0])

    assert edited["text"].startswith("both in one")
    assert len(world.jimeng.log.paid_submits) == paid + 1


async def test_a_slow_sibling_still_belongs_to_its_album(
    world: World, alice: Visitor
) -> None:
    """The second picture arrives after the first was taken: one order all the same."""
    photo = as_bytes(scene(), "JPEG")
    here = Place(media_group_id="77")
    uploads = len(world.jimeng.log.of("commit"))
    first = await alice.show(photo, "/edit slowly", here)
    # The bot has the first picture when it has asked for what comes after it.
    await world.telegram.log.wait(
        "getUpdates", after=world.telegram.log.feed.last_seq, timeout=30.0
    )
    await alice.show(photo, "", here)
    edited = await alice.ending(first)

    assert edited["text"].startswith("slowly")
    assert len(world.jimeng.log.of("commit")) == uploads + 2
    assert len(world.people.messages(alice.user_id, from_bot=True)) == 1


async def test_a_sticker_is_a_picture_when_it_is_answered(
    world: World, alice: Visitor
) -> None:
    """A still sticker alone is a greeting; `/upscale` in reply enlarges it."""
    sticker = await world.people.send_sticker(alice.user_id, as_bytes(scene(), "WEBP"))
    hint = await alice.answer(sticker)
    preview = await alice.ending(
        await alice.say("/upscale", Place(reply_to=sticker["message_id"]))
    )

    assert "/gen" in hint["text"]
    assert preview["text"] == enlarged(192, 128)


async def test_a_large_picture_has_a_preview_that_telegram_takes(
    world: World, alice: Visitor
) -> None:
    """A very long picture: the file is whole, the preview within Telegram's 20 to 1."""
    asked = await alice.hand(as_bytes(scene(1600, 32), "PNG"), "strip.png")
    preview = await alice.ending(asked)

    shown = [view["media"] for view in alice.heard(asked)]
    assert [media["kind"] for media in shown].count("document") >= 1
    assert preview["text"] == enlarged(3200, 64)
    assert shown[-1]["sha256"] in kept_sums(world)


async def test_many_people_at_once_get_their_own_pictures(world: World) -> None:
    """Six people, six different pictures at one moment: everybody's own comes back."""

    async def one(width: int) -> None:
        guest = visitor(world)
        asked = await guest.hand(as_bytes(scene(width, 40), "PNG"), "a.png")
        assert (await guest.ending(asked))["text"] == enlarged(2 * width, 80)

    await asyncio.gather(*(one(width) for width in range(40, 100, 10)))
