"""The emulator refuses what the service would refuse; else a green test would mean nothing."""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.emulators.hidream.emulator import TOKEN
from tests.unit.hidream.conftest import Stage

ROOT = "/api-pub/gw/v3/image"
Change = Callable[[dict[str, Any]], object]


async def call(
    stage: Stage, module: str, body: Any, headers: dict[str, str] | None = None
) -> httpx.Response:
    """One order by hand."""
    known = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    async with httpx.AsyncClient() as client:
        return await client.post(
            f"{stage.settings.api_url}{ROOT}/{module}/async",
            json=body,
            headers=known | (headers or {}),
        )


def good(stage: Stage, module: str) -> dict[str, Any]:
    """A body that is taken."""
    picture = base64.b64encode(stage.source().path.read_bytes()).decode()
    bodies: dict[str, dict[str, Any]] = {
        "txt2img": {"prompt": "x", "img_count": 2, "version": "v2L"},
        "img2img": {"prompt": "x", "image": [picture], "version": "v1"},
        "image_upscaler": {"image": picture, "upsale_ratio": 2, "version": "v1"},
    }
    return bodies[module]


@pytest.mark.parametrize("module", ["txt2img", "img2img", "image_upscaler"])
async def test_the_good_body_is_taken(stage: Stage, module: str) -> None:
    """The refusals below are not refusals of everything."""
    answer = (await call(stage, module, good(stage, module))).json()

    assert answer["code"] == 0
    assert answer["message"] == "Success"
    assert answer["result"]["task_id"]
    assert len(answer["result"]["sub_task_ids"]) == (2 if module == "txt2img" else 1)


@pytest.mark.parametrize("module, change", [
    ("image_upscaler", lambda b: b.pop("upsale_ratio")),
    ("image_upscaler", lambda b: b.update(upsale_ratio=3)),
    ("image_upscaler", lambda b: b.update(upsale_ratio="2")),
    ("image_upscaler", lambda b: b.update(upscale_ratio=2)),
    ("image_upscaler", lambda b: b.update(version="v2")),
    ("image_upscaler", lambda b: b.update(image="")),
    ("image_upscaler", lambda b: b.update(image="not base64!")),
    ("image_upscaler", lambda b: b.update(image="aGVsbG8=")),
    ("image_upscaler", lambda b: b.update(image=[b["image"]])),
    ("image_upscaler", lambda b: b.update(image=f"data:image/png;base64,{b['image']}")),
    ("image_upscaler", lambda b: b.update(image="http://127.0.0.1:9/p.png")),
    ("image_upscaler", lambda b: b.update(notify_url="bot")),
    ("image_upscaler", lambda b: b.update(request_id=7)),
    ("img2img", lambda b: b.update(image=b["image"][0])),
    ("img2img", lambda b: b.update(image=[])),
    ("img2img", lambda b: b.update(resolution="1024*1024")),
    ("txt2img", lambda b: b.update(prompt=" ")),
    ("txt2img", lambda b: b.update(img_count=5)),
    ("txt2img", lambda b: b.update(img_count="2")),
    ("txt2img", lambda b: b.update(resolution="1024x1024")),
    ("txt2img", lambda b: b.update(version="v2.1-standard", resolution="1024*1024")),
    ("txt2img", lambda b: b.update(seed=1)),
])  # fmt: skip
async def test_a_wrong_body_is_refused(
    stage: Stage, module: str, change: Change
) -> None:
    """HTTP 200 with a code and a message, as the service does it; nothing is billed."""
    body = good(stage, module)
    change(body)

    answer = await call(stage, module, body)

    assert answer.status_code == 200
    assert answer.json()["code"] != 0
    assert answer.json()["message"]
    assert stage.emulator.log.paid_submits == []
    assert stage.emulator.credits[TOKEN] == 1_000_000


@pytest.mark.parametrize("headers, status", [
    ({"Authorization": "Bearer stranger"}, 401),
    ({"Authorization": TOKEN}, 401),
    ({"Content-Type": "text/plain"}, 415),
    ({"X-accept-language": "ru"}, 200),
])  # fmt: skip
async def test_wrong_headers_are_refused(
    stage: Stage, headers: dict[str, str], status: int
) -> None:
    """The token has to be known, the body has to be called JSON."""
    answer = await call(stage, "txt2img", good(stage, "txt2img"), headers)

    assert answer.status_code == status
    assert answer.json()["code"] != 0


async def test_an_empty_account_is_refused(stage: Stage) -> None:
    """Each picture costs one."""
    stage.emulator.credits[TOKEN] = 1

    assert (await call(stage, "txt2img", good(stage, "txt2img"))).json()["code"] != 0
    assert (await call(stage, "img2img", good(stage, "img2img"))).json()["code"] == 0


async def test_a_full_account_is_refused(stage: Stage) -> None:
    """As many tasks at once as the tier stands."""
    stage.emulator.max_running = 1
    await call(stage, "txt2img", good(stage, "txt2img"))
    assert (await call(stage, "txt2img", good(stage, "txt2img"))).status_code == 429
    await stage.clock.advance(8)

    assert (await call(stage, "txt2img", good(stage, "txt2img"))).status_code == 200


async def test_an_own_result_can_be_named_by_its_address(stage: Stage) -> None:
    """The seed's example gives an address instead of bytes."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    (artifact,) = (await stage.until_done(provider, remote_id))[-1].artifacts
    body = good(stage, "image_upscaler") | {"image": artifact.url}

    assert (await call(stage, "image_upscaler", body)).json()["code"] == 0


async def test_switches_and_log_work_over_http(stage: Stage) -> None:
    """A test of the bot as a subprocess needs both."""
    async with httpx.AsyncClient(base_url=stage.settings.api_url) as client:
        await client.post("/__emulator__/fail", json={"name": "too_many", "times": 2})
        first = await call(stage, "txt2img", good(stage, "txt2img"))
        await client.request("DELETE", "/__emulator__/fail")
        second = await call(stage, "txt2img", good(stage, "txt2img"))
        log = (await client.get("/__emulator__/log")).json()
        state = (await client.get("/__emulator__/state")).json()
        await client.post("/__emulator__/forget")

    assert (first.status_code, second.status_code) == (429, 200)
    assert log["counts"] == {"submit": 2, "paid_submits": 1}
    assert list(state["tasks"].values()) == [[0, 0]]
    assert TOKEN not in str(log)
    assert stage.emulator.tasks == {}


def test_an_unknown_switch_is_a_mistake_in_the_test(stage: Stage) -> None:
    """A typing error must not make a test green."""
    with pytest.raises(ValueError, match="no failure"):
        stage.emulator.faults.fail_next("explode")
