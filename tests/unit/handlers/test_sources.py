"""Which files are taken as pictures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.domain.errors import Refused
from bot.handlers.sources import MAX_BYTES_LOCAL, MEDIA_TYPES, picture_of
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import Raw, document, message, photo, update

FILE = {"file_id": "f", "file_unique_id": "f", "file_size": 100}
STICKER = {
    **FILE,
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
CLIP = {**FILE, "width": 1, "height": 1, "duration": 1}


def taken(front: Front, body: Raw, max_bytes: int = 1000) -> str | None:
    """Media type of the picture that a message carries."""
    parsed = front.parse(update(message(**body))).message
    assert parsed is not None
    picture = picture_of(parsed, max_bytes=max_bytes)
    return picture.media_type if picture else None


@pytest.mark.parametrize(
    "mime_type,name,media_type",
    [
        ("image/jpeg", "a.jpg", "image/jpeg"),
        ("image/jpg", None, "image/jpeg"),
        ("image/PNG", "a", "image/png"),
        ("image/webp", None, "image/webp"),
        ("image/x-ms-bmp", "a.bmp", "image/bmp"),
        ("image/tiff", "a.tif", "image/tiff"),
        ("image/gif", "a.gif", "image/gif"),
        ("image/heic", "a.HEIC", "image/heic"),
        ("application/octet-stream", "IMG_1.HEIC", "image/heic"),
        (None, "photo.JPEG", "image/jpeg"),
    ],
)
def test_image_files_are_taken(
    front: Front, mime_type: str | None, name: str | None, media_type: str
) -> None:
    """By what the app says, else by the name."""
    assert taken(front, document(mime_type, name)) == media_type


@pytest.mark.parametrize(
    "body",
    [
        document("application/pdf", "a.pdf"),
        document("video/mp4", "a.jpg"),
        document(None, None),
        document("image/svg+xml", "a.svg"),
        {"video": CLIP},
        {"animation": CLIP, **document("video/mp4", "a.gif.mp4")},
        {"sticker": {**STICKER, "is_animated": True}},
        {"sticker": {**STICKER, "is_video": True}},
    ],
)
def test_other_files_are_refused_with_the_list(front: Front, body: Raw) -> None:
    """The answer names every format that works."""
    with pytest.raises(Refused) as caught:
        taken(front, body)
    assert caught.value.code == "picture_type"
    assert "HEIC" in str(caught.value.args_for_text["allowed"])


def test_a_still_sticker_and_a_real_gif_are_pictures(front: Front) -> None:
    """Both have a frame to work with."""
    assert taken(front, {"sticker": STICKER}) == "image/webp"
    gif = {"animation": CLIP, **document("image/gif", "a.gif")}
    assert taken(front, gif) == "image/gif"


def test_a_local_server_hands_out_more(front: Front) -> None:
    """The limit is the server's, and the answer says which it is."""
    big = document(size=1900 * 2**20)
    assert taken(front, big, MAX_BYTES_LOCAL) == "image/png"
    with pytest.raises(Refused) as caught:
        taken(front, big, 20 * 2**20)
    assert dict(caught.value.args_for_text) == {"allowed": 20, "size": 1900.0}


def test_a_message_without_a_file_has_none(front: Front) -> None:
    """Words are no picture."""
    assert taken(front, {"text": "hello"}) is None


@settings(deadline=None)  # a busy machine is not slow code
@given(sides=st.lists(st.integers(1, 5000), min_size=1, max_size=6))
def test_the_largest_size_of_a_photo_is_taken(sides: list[int]) -> None:
    """Whatever the order of the sizes."""
    sizes = [
        {**FILE, "file_id": f"s{side}", "width": side, "height": side} for side in sides
    ]
    parsed = Update.de_json(update(message(photo=sizes)), None).message
    assert parsed is not None
    picture = picture_of(parsed, max_bytes=1)
    assert picture is not None
    assert picture.file_id == f"s{max(sides)}"


async def test_a_picture_quoted_from_another_chat_is_found(front: Front) -> None:
    """Replies may reach into other chats."""
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    quoted: Raw = {"external_reply": {"origin": origin, **photo("far")}}
    await front.receive(update(message("/upscale", **quoted)))
    assert front.order.sources[0].file_id == "far"


async def test_a_sticker_alone_is_a_greeting(front: Front) -> None:
    """It gets a hint, not an order."""
    await front.receive(update(message(sticker=STICKER)))
    assert front.desk.orders == []
    assert "/help" in front.said[0]


def test_every_format_has_a_name() -> None:
    """The list that people read has no media types in it."""
    assert all("/" not in name for name in MEDIA_TYPES.values())
