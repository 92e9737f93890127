"""The emulator refuses what the service would refuse; else a green test would mean nothing."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.emulators.dreamina_mcp.emulator import PATH
from tests.emulators.dreamina_mcp.orders import Shape
from tests.unit.dreamina_mcp.conftest import COOKIE, Stage
from tests.unit.provider_stage import KEY

Change = Callable[[dict[str, Any]], object]


def text_body() -> dict[str, Any]:
    """A body that is taken."""
    return {
        "generate_type": "text2imageV2",
        "agent_scene": "creation_agent_v40",
        "prompt": "a cat",
        "ratio": "1:1",
        "model_key": "high_aes_general_v40",
        "subject_id": "default",
        "submit_id": KEY,
    }


def edit_body(uri: str) -> dict[str, Any]:
    """A body that is taken when the uri is known."""
    return {
        "generate_type": "seedEdit40",
        "agent_scene": "creation_agent_v40",
        "prompt": "night",
        "ratio": "2:3",
        "resource_uri_list": [uri],
        "submit_id": KEY,
    }


async def call(
    stage: Stage, body: Any, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """One order by hand."""
    known = {"Content-Type": "application/json", "cookie": COOKIE}
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            stage.settings.url + PATH, json=body, headers=known | (headers or {})
        )
    said: dict[str, Any] = answer.json()
    return said


async def test_good_bodies_are_taken_once(stage: Stage) -> None:
    """The refusals below are not refusals of everything, and the same uuid is the same task."""
    first = await call(stage, text_body())
    again = await call(stage, text_body())

    assert first["ret"] == again["ret"] == "0"
    assert first["data"]["aigc_data"]["submit_id"] == KEY
    assert len(stage.emulator.site.log.paid_submits) == 1


@pytest.mark.parametrize("change", [
    lambda b: b.update(generate_type="text2image"),
    lambda b: b.pop("agent_scene"),
    lambda b: b.update(agent_scene="other"),
    lambda b: b.update(prompt=" "),
    lambda b: b.update(ratio="5:1"),
    lambda b: b.update(model_key="high_aes_general_v99"),
    lambda b: b.update(subject_id=""),
    lambda b: b.update(submit_id="7"),
    lambda b: b.update(seed=1),
    lambda b: b.update(resource_uri_list=[]),
])  # fmt: skip
async def test_a_wrong_order_of_pictures_is_refused(
    stage: Stage, change: Change
) -> None:
    """Each field is what the seed says, and there is no other."""
    body = text_body()
    change(body)

    assert (await call(stage, body))["ret"] == "1000"
    assert stage.emulator.site.log.paid_submits == []


async def test_an_edit_needs_uris_of_the_upload_service(stage: Stage) -> None:
    """An uri that was never committed is refused, as is an empty list."""
    (uri,) = (await stage.provider().prepare(stage.edit())).uploads

    assert (await call(stage, edit_body("tos/none")))["ret"] == "1000"
    assert (await call(stage, edit_body(uri) | {"resource_uri_list": []}))[
        "ret"
    ] == "1000"
    assert (await call(stage, edit_body(uri)))["ret"] == "0"


@pytest.mark.parametrize("headers, ret", [
    ({"cookie": "sessionid=stranger"}, "1015"),
    ({"cookie": "theme=dark"}, "1015"),
    ({"Content-Type": "text/plain"}, "1000"),
])  # fmt: skip
async def test_wrong_headers_are_refused(
    stage: Stage, headers: dict[str, str], ret: str
) -> None:
    """The account has to be known, the body has to be called JSON."""
    assert (await call(stage, text_body(), headers))["ret"] == ret


async def test_the_switches_are_the_sites_own(stage: Stage) -> None:
    """Over HTTP at the endpoint's address, with the shape of the answers beside them."""
    async with httpx.AsyncClient(base_url=stage.settings.url) as client:
        await client.post("/__emulator__/fail", json={"name": "too_many"})
        await client.post("/__emulator__/shape", json={"shape": "nothing"})
        refused = await call(stage, text_body())
        taken = await call(stage, text_body())
        counts = (await client.get("/__emulator__/log")).json()["counts"]

    assert refused["ret"] == "1010"
    assert taken == {}
    assert stage.emulator.shape is Shape.NOTHING
    assert counts == {"generate": 2, "paid_submits": 1}
