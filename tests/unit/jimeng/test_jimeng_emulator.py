"""The emulator refuses what the service would refuse; else a green test would mean nothing."""

import copy
import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from providers.base import Operation, Request
from providers.dreamina.client import HISTORY
from providers.dreamina.models import MODELS, size_of
from providers.dreamina.sign import poll_headers, site_query, submit_headers
from providers.dreamina.sigv4 import (
    Credentials,
    canonical_request,
    payload_hash,
    signature,
)
from providers.jimeng.client import GENERATE
from providers.jimeng.drafts import edit_draft, generate_draft
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import serve
from tests.unit.jimeng.conftest import KEY, Stage

NOW = 1767225600
Change = Callable[[dict[str, Any]], object]


def good_body() -> dict[str, Any]:
    """A body that is taken."""
    draft = generate_draft(
        prompt="a cat",
        negative_prompt="",
        model=MODELS[0],
        ratio="1:1",
        size=size_of(MODELS[0], "1:1"),
        seed=2_500_000_001,
        version="3.3.8",
        time_ms=1,
    )
    return draft.body(KEY)


async def call(
    stage: Stage,
    path: str = GENERATE,
    *,
    body: Any = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str | int] | None = None,
    method: str = "POST",
) -> httpx.Response:
    """One call by hand."""
    signed = submit_headers(
        path, cookie=f"sessionid={SESSION}", app_version="5.8.0", device_time=NOW
    )
    async with httpx.AsyncClient() as client:
        return await client.request(
            method,
            stage.settings.api_url + path,
            json=good_body() if body is None else body,
            headers=signed | (headers or {}),
            params=site_query("3.3.8") if query is None else query,
        )


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


async def browse(
    stage: Stage, query: dict[str, str], body: bytes, **wrong: str
) -> httpx.Response:
    """A commit signed the browser's way, with five headers."""
    token = stage.emulator.imagex.issue(stage.emulator.now())
    keys = ("access_key_id", "secret_access_key", "session_token")
    credentials = Credentials(**{key: token[key] for key in keys})
    headers = {
        "content-type": "application/json",
        "host": stage.settings.imagex_url.removeprefix("http://"),
        "x-amz-content-sha256": payload_hash(body),
        "x-amz-date": "20260101T000000Z",
        "x-amz-security-token": credentials.session_token,
    }
    canonical = canonical_request("POST", query, headers, payload_hash(body))
    signed = signature(
        canonical, secret=credentials.secret_access_key, date=headers["x-amz-date"]
    )
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}"
        "/20260101/cn-north-1/imagex/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;"
        f"x-amz-security-token, Signature={signed}"
    )
    async with httpx.AsyncClient() as client:
        return await client.post(
            f"{stage.settings.imagex_url}/",
            params=query,
            content=body,
            headers=headers | wrong,
        )


COMMIT = {
    "Action": "CommitImageUpload",
    "Version": "2018-08-01",
    "ServiceId": "tb4s082cfz",
}


async def uploaded(stage: Stage) -> str:
    """The session key of an upload that was carried out by the provider."""
    request = Request(operation=Operation.UPSCALE, sources=(stage.source(),))
    await stage.provider().prepare(request)
    (slot,) = stage.emulator.imagex.slots.values()
    return slot.session_key


async def test_the_browsers_signature_is_accepted_and_a_session_counts_once(
    stage: Stage,
) -> None:
    """The verifier follows the list of signed headers; a used session key is refused."""
    key = await uploaded(stage)
    (slot,) = stage.emulator.imagex.slots.values()
    slot.is_committed = False
    body = json.dumps({"SessionKey": key}).encode()

    first = await browse(stage, COMMIT, body)
    second = await browse(stage, COMMIT, body)

    assert first.json()["Result"]["Results"][0]["UriStatus"] == 2000
    assert second.json()["ResponseMetadata"]["Error"]["Code"] == "InvalidSessionKey"


@pytest.mark.parametrize("wrong, code", [
    ({"x-amz-date": "20260101T000001Z"}, "SignatureDoesNotMatch"),
    ({"x-amz-security-token": "STS2other"}, "InvalidSecurityToken"),
    ({"x-amz-content-sha256": "0" * 64}, "ContentHashMismatch"),
    ({"content-type": "text/plain"}, "SignatureDoesNotMatch"),
    ({"authorization": "Bearer x"}, "MissingAuthenticationToken"),
])  # fmt: skip
async def test_a_changed_call_does_not_fit_its_signature(
    stage: Stage, wrong: dict[str, str], code: str
) -> None:
    """Whatever was signed cannot be changed afterwards."""
    answer = await browse(stage, COMMIT, b"{}", **wrong)

    assert answer.json()["ResponseMetadata"]["Error"]["Code"] == code
    assert answer.status_code >= 400


@pytest.mark.parametrize("headers, body, code", [
    ({}, b"12345", None),
    ({"content-crc32": "CBF53A1C"}, b"12345", None),
    ({"content-crc32": "0"}, b"12345", "CRC32Mismatch"),
    ({"content-crc32": "?"}, b"12345", "CRC32Mismatch"),
    ({"authorization": "other"}, b"12345", "AccessDenied"),
    ({}, b"1234", "InvalidSize"),
])  # fmt: skip
async def test_bytes_are_checked(
    stage: Stage, headers: dict[str, str], body: bytes, code: str | None
) -> None:
    """Right, length and checksum of a put; the checksum is compared as a number."""
    await uploaded(stage)
    (slot,) = stage.emulator.imagex.slots.values()
    slot.size = 5
    url = f"{stage.settings.imagex_url}/upload/v1/{slot.store_uri}"
    good = {"authorization": slot.auth, "content-crc32": "cbf53a1c"}

    async with httpx.AsyncClient() as client:
        answer = await client.post(url, content=body, headers=good | headers)

    if code is None:
        assert answer.json()["code"] == 2000
    else:
        assert answer.json()["ResponseMetadata"]["Error"]["Code"] == code


async def finished_url(stage: Stage) -> str:
    """The address of a finished picture."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    url = (await stage.until_done(provider, remote_id))[-1].artifacts[0].url
    assert url is not None
    return url


async def test_a_result_address_is_good_for_a_while(stage: Stage) -> None:
    """Served as WebP, refused when altered and after its hour."""
    url = await finished_url(stage)
    altered = url.replace("x-expires=1", "x-expires=2")

    async with httpx.AsyncClient() as client:
        good = await client.get(url)
        assert (good.status_code, good.content[8:12]) == (200, b"WEBP")
        assert (await client.get(altered)).status_code == 403
        await stage.clock.advance(21 * 86400)
        assert (await client.get(url)).status_code == 403


async def test_life_can_go_by_polls(stage: Stage) -> None:
    """Without any clock each poll is a step: 20, 42, 45 with a growing list, 50."""
    stage.emulator.by_polls = True
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    while not (await provider.poll(remote_id)).is_done:
        continue

    statuses = [entry.notes[remote_id] for entry in stage.emulator.log.of("poll")]
    assert list(dict.fromkeys(statuses)) == [20, 42, 45, 50]


async def test_pictures_have_the_size_that_was_asked_for(stage: Stage) -> None:
    """Unless told to be tiny, the pictures are as large as the service's."""
    stage.emulator.tiny = False
    provider = stage.provider()
    request = stage.generate(model="1.4", aspect_ratio="21:9")
    remote_id = await stage.order(provider, request)
    last = (await stage.until_done(provider, remote_id))[-1]

    facts = await stage.http.bind(home=stage.settings.api_url).download(
        str(last.artifacts[0].url),
        stage.folder / "result",
        allowed_hosts=(),
        max_bytes=10_000_000,
        max_pixels=10_000_000,
    )

    assert (facts.media_type, facts.width, facts.height) == ("image/webp", 2016, 846)


async def test_the_switches_work_over_http(stage: Stage) -> None:
    """A test of the bot as a subprocess sets failures and reads the log from outside."""
    root = f"{stage.settings.api_url}/__emulator__"
    async with httpx.AsyncClient() as client:
        fault = {"name": "ret", "code": "1010", "times": -1}
        await client.post(f"{root}/fail", json=fault)
        assert (await call(stage)).json()["ret"] == "1010"
        await client.delete(f"{root}/fail")
        assert (await call(stage)).json()["ret"] == "0"
        log = (await client.get(f"{root}/log")).json()
        state = (await client.get(f"{root}/state")).json()
        await client.post(f"{root}/forget")

    assert log["counts"] == {"generate": 2, "paid_submits": 1}
    assert [entry["ret"] for entry in log["entries"]] == ["1010", "0"]
    assert SESSION not in json.dumps(log)
    assert list(state["tasks"].values()) == [20]
    assert stage.emulator.tasks == {}


def test_a_misspelt_failure_is_an_error() -> None:
    """A switch that does not exist cannot be set by mistake."""
    with pytest.raises(ValueError, match="lost_anser"):
        JimengEmulator().faults.fail_next("lost_anser")


async def test_a_server_leaves_its_port(stage: Stage) -> None:
    """After its block the address refuses connections, also those that were open."""
    async with serve(copy.copy(stage.emulator).app) as url:
        client = httpx.AsyncClient()
        assert (await client.get(f"{url}/__emulator__/state")).status_code == 200

    with pytest.raises(httpx.TransportError):
        await client.get(f"{url}/__emulator__/state")
    await client.aclose()


def test_the_sign_of_the_emulator_is_its_own() -> None:
    """The vector of the contracts, computed without the code under test."""
    text = "9e2c|enerate|7|5.8.0|1700000000||11ac"

    assert hashlib.md5(text.encode()).hexdigest() == "ae3b32f5eac9141aae9ff491a3bd4c7c"
