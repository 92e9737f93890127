"""The picture of what can be done."""

import io

import pytest
from PIL import Image
from telegram.error import NetworkError

from bot.handlers.showcase import PICTURE
from bot.services.values import Offer
from providers.base import Operation
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import ANNA, GROUP, message, update


@pytest.mark.parametrize("command", ["/start", "/help"])
async def test_help_begins_with_a_picture(front: Front, command: str) -> None:
    """First the picture, then the words in answer; the picture answers nobody."""
    await front.receive(update(message(command)))

    sent = [method for method, _ in front.request.calls if method.startswith("send")]
    (photo,) = front.request.of("sendPhoto")
    assert sent == ["sendPhoto", "sendMessage"]
    assert photo["chat_id"] == ANNA
    assert "reply_parameters" not in photo


async def test_the_picture_is_uploaded_once(front: Front) -> None:
    """Telegram keeps it: later ones are sent by its name there."""
    await front.receive(update(message("/start")), update(message("/help")))

    first, second = front.request.of("sendPhoto")
    assert second["photo"] == "sent"
    assert first.get("photo") != "sent"


async def test_a_group_is_spared_the_picture(front: Front) -> None:
    """One message is enough there."""
    await front.receive(update(message("/help", chat=GROUP)))

    assert front.request.of("sendPhoto") == []
    assert len(front.said) == 1


async def test_what_cannot_be_done_is_not_shown(front: Front) -> None:
    """Nothing here edits: the words alone."""
    front.desk.now_offered = Offer(providers={Operation.UPSCALE: ("local",)})
    await front.receive(update(message("/start")))

    assert front.request.of("sendPhoto") == []
    assert len(front.said) == 1


async def test_words_come_though_the_picture_does_not(front: Front) -> None:
    """The way to Telegram breaks in the upload: the answer is sent all the same."""
    front.request.answers["sendPhoto"] = NetworkError("gone")
    await front.receive(update(message("/start")))

    assert len(front.said) == 1


def test_the_picture_is_small_and_whole() -> None:
    """Telegram takes it as a photo, and phones load it in a moment."""
    data = PICTURE.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert picture.format == "JPEG"
        assert max(picture.size) <= 1280
    assert len(data) < 300_000
