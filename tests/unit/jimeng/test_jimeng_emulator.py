"""The emulator refuses what the service would refuse; else a green test would mean nothing."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from providers.dreamina.client import HISTORY
from providers.dreamina.models import MODELS, size_of
from providers.dreamina.sign import poll_headers, site_query
from providers.jimeng.drafts import edit_draft
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.jimeng.by_hand import NOW, call, good_body
from tests.unit.jimeng.conftest import Stage
from tests.unit.provider_stage import KEY

Change = Callable[[dict[str, Any]], object]


async def test_the_good_body_is_taken(stage: Stage) -> None:
    """The refusals below are not refusals of everything."""
    answer = (await call(stage)).json()

    assert answer["ret"] == "0"
    assert answer["data"]["aigc_data"]["submit_id"] == KEY


@pytest.mark.parametrize("headers, ret", [
    ({"Cookie": ""}, "1015"),
    ({"Cookie": "sessionid=somebody"}, "1015"),
    ({"Sign": "0" * 32}, "1014"),
    ({"Sign-Ver": "2"}, "1014"),
    ({"Pf": "1"}, "1014"),
    ({"Device-Time": str(NOW - 301)}, "1014"),
    ({"Device-Time": str(NOW + 1)}, "1014"),
    ({"Device-Time": "soon"}, "1014"),
    ({"Appvr": "8.4.0"}, "1014"),
    ({"Appvr": "1.0.0"}, "3018"),
    ({"Appid": "1"}, "1000"),
])  # fmt: skip
async def test_wrong_headers_are_refused(
    stage: Stage, headers: dict[str, str], ret: str
) -> None:
    """Cookie, sign, clock and version are all looked at."""
    assert (await call(stage, headers=headers)).json()["ret"] == ret
    assert stage.emulator.tasks == {}


async def test_a_poll_is_signed_by_either_version(stage: Stage) -> None:
    """The seeds' poll names no version, so either of the known ones will do."""
    for version in ("5.8.0", "8.4.0"):
        headers = poll_headers(
            HISTORY, cookie=f"sessionid={SESSION}", app_version=version, device_time=NOW
        )
        async with httpx.AsyncClient() as client:
            answer = await client.post(
                stage.settings.api_url + HISTORY,
                headers=headers,
                params=site_query(None),
                json={"history_ids": ["1"]},
            )
        assert answer.json() == answer.json() | {"ret": "0", "data": {}}


@pytest.mark.parametrize("query", [
    {}, {"aid": 1, "device_platform": "web"}, {"aid": 513695},
])  # fmt: skip
async def test_a_wrong_query_is_refused(
    stage: Stage, query: dict[str, str | int]
) -> None:
    """The site's own parameters have to be there."""
    assert (await call(stage, query=query)).json()["ret"] == "1000"


def core(body: dict[str, Any]) -> dict[str, Any]:
    """The core parameters of a parsed draft."""
    component = body["draft"]["component_list"][0]
    found: dict[str, Any] = component["abilities"]["generate"]["core_param"]
    return found


def component(body: dict[str, Any]) -> dict[str, Any]:
    """The component of a parsed draft."""
    found: dict[str, Any] = body["draft"]["component_list"][0]
    return found


CHANGES: dict[str, Change] = {
    "unknown model": lambda b: core(b).update(model="v9"),
    "no size": lambda b: core(b)["large_image_info"].update(width=0),
    "strange ratio": lambda b: core(b).update(image_ratio=9),
    "empty prompt": lambda b: core(b).update(prompt=" "),
    "no seed": lambda b: core(b).pop("seed"),
    "no negative prompt": lambda b: core(b).pop("negative_prompt"),
    "no uuid": lambda b: core(b).update(id="1"),
    "uuid twice": lambda b: core(b).update(id=b["draft"]["id"]),
    "ids differ": lambda b: b["draft"].update(main_component_id=str(uuid.uuid4())),
    "no ability": lambda b: component(b)["abilities"].pop("generate"),
    "strange type": lambda b: component(b).update(generate_type="dance"),
    "type without ability": lambda b: component(b).update(generate_type="blend"),
    "no submit id": lambda b: b.update(submit_id="7"),
    "no common info": lambda b: b.pop("http_common_info"),
    "not from the site": lambda b: b["draft"].update(is_from_tsn=False),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_malformed_draft_is_refused(stage: Stage, change: Change) -> None:
    """One thing wrong at a time."""
    body = good_body()
    body["draft"] = json.loads(body.pop("draft_content"))
    change(body)
    body["draft_content"] = json.dumps(body.pop("draft"))

    assert (await call(stage, body=body)).json()["ret"] == "1000"


@pytest.mark.parametrize("draft", [{"type": "draft"}, "not json", None])
async def test_a_draft_is_a_text(stage: Stage, draft: object) -> None:
    """An object, or a text that does not parse, is 1002."""
    body = good_body() | {"draft_content": draft}

    assert (await call(stage, body=body)).json()["ret"] == "1002"


async def test_a_camel_case_poll_is_refused(stage: Stage) -> None:
    """The misspelt name is no name."""
    body = {"historyIds": ["1"]}

    assert (await call(stage, HISTORY, body=body)).json()["ret"] == "1000"


async def test_an_edit_names_what_was_uploaded(stage: Stage) -> None:
    """An uri that was never committed is refused."""
    draft = edit_draft(
        prompt="x",
        uris=["tos-cn-i-tb4s082cfz/none"],
        ratio="1:1",
        size=size_of(MODELS[0], "1:1"),
        version="3.2.2",
        time_ms=1,
    )

    assert (await call(stage, body=draft.body(KEY))).json()["ret"] == "1000"


def test_the_sign_of_the_emulator_is_its_own() -> None:
    """The vector of the contracts, computed without the code under test."""
    text = "9e2c|enerate|7|5.8.0|1700000000||11ac"

    assert hashlib.md5(text.encode()).hexdigest() == "ae3b32f5eac9141aae9ff491a3bd4c7c"
