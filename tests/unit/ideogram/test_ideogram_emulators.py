"""The stand-ins refuse what the services would refuse, and their switches work over HTTP."""

import json
from typing import Any

import httpx
import pytest

from providers.http import FilePart, Form, TextPart
from tests.emulators.ideogram import KEY
from tests.emulators.ideogram_gateway import KEY as GATEWAY_KEY
from tests.unit.ideogram.conftest import Stage

OFFICIAL = {"Api-Key": KEY}
GATEWAY = {"Authorization": f"Bearer {GATEWAY_KEY}", "Accept": "application/json"}


async def post(url: str, headers: dict[str, str], form: Form) -> httpx.Response:
    """Send a form as anybody could."""
    body = b"".join([chunk async for chunk in form])
    async with httpx.AsyncClient() as client:
        return await client.post(url, headers=headers | form.headers, content=body)


def upscale_form(
    stage: Stage,
    words: str = "{}",
    *,
    words_type: str | None = "application/json",
    picture_type: str = "image/png",
    picture_name: str = "image_file",
    is_picture: bool = True,
) -> Form:
    """An order that can be wrong in each of its places."""
    path = stage.source().path
    if not is_picture:
        path.write_bytes(b"GIF89a, almost")
    return Form(
        TextPart(name="image_request", text=words, media_type=words_type),
        FilePart(name=picture_name, path=path, media_type=picture_type),
    )


WRONG: list[dict[str, Any]] = [
    {"words": "no json"},
    {"words": "[]"},
    {"words": '{"resemblance": 0}'},
    {"words": '{"resemblance": "50"}'},
    {"words": '{"detail": 101}'},
    {"words": '{"num_images": 9}'},
    {"words": '{"seed": 2147483648}'},
    {"words": '{"magic_prompt_option": "auto"}'},
    {"words": '{"scale": 2}'},
    {"picture_type": "image/jpeg"},
    {"picture_name": "image"},
    {"is_picture": False},
]


@pytest.mark.parametrize("wrong", [*WRONG, {"words_type": None}])
async def test_the_official_upscale_is_strict(
    stage: Stage, wrong: dict[str, Any]
) -> None:
    """Wrong values, unknown fields, wrong types and broken pictures are 400, unpaid."""
    answer = await post(
        f"{stage.official_url}/upscale", OFFICIAL, upscale_form(stage, **wrong)
    )

    assert answer.status_code == 400
    assert stage.official.log.paid_submits == []


@pytest.mark.parametrize("wrong", WRONG)
async def test_the_gateways_upscale_is_strict(
    stage: Stage, wrong: dict[str, Any]
) -> None:
    """The same holds there, but the part with the wishes needs no type of its own."""
    url = f"{stage.gateway_url}/ideogram/upscale"

    good = await post(url, GATEWAY, upscale_form(stage, words_type=None))
    bad = await post(url, GATEWAY, upscale_form(stage, **wrong))

    assert good.json()["data"]["task_status"] == "submitted"
    assert bad.status_code == 400
    assert len(stage.gateway.log.paid_submits) == 1


@pytest.mark.parametrize("missing", ["Authorization", "Accept"])
async def test_the_gateway_wants_its_headers(stage: Stage, missing: str) -> None:
    """Both are required by the seed."""
    headers = {name: value for name, value in GATEWAY.items() if name != missing}
    url = f"{stage.gateway_url}/ideogram/upscale"

    answer = await post(url, headers, upscale_form(stage))

    assert answer.status_code == (401 if missing == "Authorization" else 400)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"prompt": " "},
        {"prompt": "x", "aspect_ratio": "16:9"},
        {"prompt": "x", "rendering_speed": "turbo"},
        {"prompt": "x", "model": "v3"},
        {"prompt": "x", "num_images": 0},
        {"prompt": "x", "style_preset": "art deco"},
    ],
)
async def test_a_generation_is_held_to_the_page(
    stage: Stage, fields: dict[str, Any]
) -> None:
    """The colon of our own spelling, small letters and unknown fields are refused."""
    url = f"{stage.official_url}/v1/ideogram-v3/generate"
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, headers=OFFICIAL, json=fields)

    assert answer.status_code == 400


async def test_the_switches_work_over_http(stage: Stage) -> None:
    """A test of the bot as a subprocess sets failures and reads the log the same way."""
    url = stage.official_url
    order = f"{url}/v1/ideogram-v3/generate"
    async with httpx.AsyncClient(headers=OFFICIAL) as client:
        fault = {"name": "too_many", "seconds": 3}
        assert (await client.post(f"{url}/__emulator__/fail", json=fault)).is_success
        busy = await client.post(order, json={"prompt": "x"})
        fine = await client.post(order, json={"prompt": "x"})
        await client.post(f"{url}/__emulator__/fail", json=fault)
        await client.delete(f"{url}/__emulator__/fail")
        again = await client.post(order, json={"prompt": "x"})
        log = (await client.get(f"{url}/__emulator__/log")).json()

    assert (busy.status_code, busy.headers["retry-after"]) == (429, "3")
    assert fine.status_code == again.status_code == 200
    assert log["counts"] == {"submit": 3, "paid_submits": 2}
    assert KEY not in json.dumps(log)


async def test_a_stolen_address_is_not_served(stage: Stage) -> None:
    """Without its signature an address brings nothing."""
    async with httpx.AsyncClient(headers=OFFICIAL) as client:
        order = f"{stage.official_url}/v1/ideogram-v3/generate"
        url = (await client.post(order, json={"prompt": "x"})).json()["data"][0]["url"]
        assert (await client.get(url)).status_code == 200
        assert (await client.get(url.replace("sig=", "sig=x"))).status_code == 403
