"""The emulator's upload service checks every signature, length and checksum."""

import json

import httpx
import pytest

from providers.base import Operation, Request
from providers.dreamina.sigv4 import (
    Credentials,
    canonical_request,
    payload_hash,
    signature,
)
from tests.unit.jimeng.conftest import Stage


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
