"""Photos, files and albums arrive as Telegram would show them."""

import io

import pytest
from PIL import Image

from bot.playground.botapi import BotApiConfig
from tests.unit.botapi.scenery import ALICE, TOKEN, Client, picture


async def test_a_photo_is_recompressed_into_sizes(client: Client) -> None:
    """The largest size is a JPEG of at most 1280 a side; its id can be sent again."""
    answer = await client.upload(
        "sendPhoto",
        {"photo": ("x.png", picture(2560, 1280))},
        chat_id=str(ALICE),
        caption="hi",
    )
    sizes = answer["result"]["photo"]
    again = await client.ok("sendPhoto", chat_id=ALICE, photo=sizes[-1]["file_id"])
    data = await client.people.download(sizes[-1]["file_id"])

    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 45),
        (320, 160),
        (1280, 640),
    ]
    assert again["photo"] == sizes
    assert Image.open(io.BytesIO(data)).format == "JPEG"


async def test_a_document_keeps_its_bytes(client: Client) -> None:
    """A file comes back byte for byte through getFile, and is no photo."""
    data = picture(300, 200)
    answer = await client.upload(
        "sendDocument",
        {
            "document": ("x.png", data, "image/png"),
            "thumb": ("t.jpg", picture(90, 60, "JPEG")),
        },
        chat_id=str(ALICE),
        thumbnail="attach://thumb",
    )
    document = answer["result"]["document"]
    file = await client.ok("getFile", file_id=document["file_id"])
    fetched = await client.http.get(f"/file/bot{TOKEN}/{file['file_path']}")

    assert fetched.content == data
    assert document["file_name"] == "x.png"
    assert document["thumbnail"]["width"] == 90
    assert "can't use file of type Document as Photo" in await client.no(
        "sendPhoto", chat_id=ALICE, photo=document["file_id"]
    )


@pytest.mark.parametrize(
    "data, words",
    [
        (picture(10, 300), "PHOTO_INVALID_DIMENSIONS"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture at all", "IMAGE_PROCESS_FAILED"),
        (picture(64, 64)[:100], "IMAGE_PROCESS_FAILED"),
        (picture(2000, 2000, "BMP"), "too big for a photo"),
    ],
)
async def test_impossible_photos_are_refused(
    client: Client, data: bytes, words: str
) -> None:
    """Dimensions, bytes and real decoding are checked."""
    answer = await client.upload(
        "sendPhoto", {"photo": ("x", data)}, chat_id=str(ALICE)
    )

    assert words in answer["description"]


async def test_without_recompression_the_bytes_stay() -> None:
    """The switch leaves one size with the very bytes that came."""
    async with Client(BotApiConfig(token=TOKEN, recompress=False)) as client:
        client.people.add_user("Alice")
        data = picture(2000, 1000, "JPEG")
        answer = await client.upload(
            "sendPhoto", {"photo": ("x", data)}, chat_id=str(ALICE)
        )
        sizes = answer["result"]["photo"]

        assert [size["width"] for size in sizes] == [2000]
        assert await client.people.download(sizes[0]["file_id"]) == data


async def test_files_over_the_limits() -> None:
    """Uploads over the cap get 413, downloads over the cap are too big."""
    config = BotApiConfig(token=TOKEN, upload_limit=5000, download_limit=3000)
    async with Client(config) as client:
        client.people.add_user("Alice")
        big = await client.upload(
            "sendDocument", {"document": ("x", b"x" * 5001)}, chat_id=str(ALICE)
        )
        fits = await client.upload(
            "sendDocument", {"document": ("x", b"x" * 5000)}, chat_id=str(ALICE)
        )
        file_id = fits["result"]["document"]["file_id"]

        assert big["error_code"] == 413
        assert (
            await client.no("getFile", file_id=file_id)
            == "Bad Request: file is too big"
        )


async def test_albums(client: Client) -> None:
    """2-10 of one kind make an album; the caption stays on its picture."""
    files = {name: (name, picture(64, 48)) for name in "ab"}
    media = (
        '[{"type":"photo","media":"attach://a","caption":"two"},'
        '{"type":"photo","media":"attach://b"}]'
    )
    answer = await client.upload(
        "sendMediaGroup", files, chat_id=str(ALICE), media=media
    )
    single = await client.no(
        "sendMediaGroup",
        chat_id=ALICE,
        media=[{"type": "photo", "media": "attach://a"}],
    )
    mixed = [{"type": kind, "media": "x"} for kind in ("photo", "document")]

    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("two", False)
    assert "wrong number of items" in single
    assert "can't be mixed" in await client.no(
        "sendMediaGroup", chat_id=ALICE, media=mixed
    )
