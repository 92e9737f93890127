"""The stand-in refuses what the service would refuse, and names the field."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.emulators.openai_images import KEY
from tests.unit.openai_images.conftest import Stage

BEARER = {"Authorization": f"Bearer {KEY}"}
GOOD = {"model": "gpt-image-1", "prompt": "x"}


@pytest.mark.parametrize(
    "fields, status, param",
    [
        ({"prompt": "x"}, 404, "model"),
        ({"model": "gpt-9", "prompt": "x"}, 404, "model"),
        ({"model": "gpt-image-1"}, 400, "prompt"),
        ({**GOOD, "response_format": "b64_json"}, 400, "response_format"),
        ({**GOOD, "seed": 1}, 400, "seed"),
        ({**GOOD, "n": 11}, 400, "n"),
        ({**GOOD, "n": "2"}, 400, "n"),
        ({**GOOD, "size": "1792x1024"}, 400, "size"),
        ({**GOOD, "quality": "hd"}, 400, "quality"),
        ({**GOOD, "partial_images": 4, "stream": True}, 400, "partial_images"),
        ({"model": "gpt-image-2", "prompt": "x", "size": "1000x1000"}, 400, "size"),
        ({"model": "gpt-image-2", "prompt": "x", "size": "3200x1024"}, 400, "size"),
        ({"model": "dall-e-3", "prompt": "x", "n": 2}, 400, "n"),
        ({"model": "dall-e-3", "prompt": "x", "background": "auto"}, 400, "background"),
        ({"model": "dall-e-2", "prompt": "x", "size": "1536x1024"}, 400, "size"),
        ({"model": "dall-e-2", "prompt": "x" * 1001}, 400, "prompt"),
    ],
)
async def test_a_generation_is_held_to_the_page(
    stage: Stage, fields: dict[str, Any], status: int, param: str
) -> None:
    """Every wrong field is named, and nothing is paid."""
    url = f"{stage.settings.base_url}/images/generations"
    async with httpx.AsyncClient(headers=BEARER) as client:
        answer = await client.post(url, json=fields)

    assert answer.status_code == status
    assert answer.json()["error"]["param"] == param
    assert stage.emulator.log.paid_submits == []


def png() -> bytes:
    """A real picture."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        [("image", ("a.png", b"no picture", "image/png"))],
        [("image", ("a.png", png(), "image/jpeg"))],
        [("picture", ("a.png", png(), "image/png"))],
        [("image[]", ("a.png", png(), "image/png"))] * 17,
    ],
)
async def test_an_edit_wants_real_pictures_in_its_own_fields(
    stage: Stage, files: list[Any]
) -> None:
    """Broken files, wrong types, wrong names and too many of them are 400."""
    url = f"{stage.settings.base_url}/images/edits"
    async with httpx.AsyncClient(headers=BEARER) as client:
        good = [("image", ("a.png", png(), "image/png"))]
        assert (await client.post(url, data=GOOD, files=good)).status_code == 200
        answer = await client.post(url, data=GOOD, files=files)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "image"


async def test_a_wrong_key_is_told_first(stage: Stage) -> None:
    """Nobody learns about fields without a key."""
    url = f"{stage.settings.base_url}/images/generations"
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json={"nonsense": 1})

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
