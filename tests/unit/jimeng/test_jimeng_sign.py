"""The sign and the signature of uploads equal the vectors of the contracts (1.2, 1.7)."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from providers.dreamina.sign import poll_headers, sign, submit_headers
from providers.dreamina.sigv4 import (
    Credentials,
    canonical_request,
    payload_hash,
    signature,
    signed_headers,
    timestamp,
)
from providers.dreamina.upload import crc32_of

GENERATE = "/mweb/v1/aigc_draft/generate"
POLL = "/mweb/v1/get_history_by_ids"
TOKEN = "/mweb/v1/get_upload_token"
CREDIT = "/commerce/v1/benefits/user_credit"
RECEIVE = "/commerce/v1/benefits/credit_receive"
DATE = "20231114T221320Z"


@pytest.mark.parametrize("path, version, time, expected", [
    (GENERATE, "8.4.0", 1771893826, "19724735691862919106b8c4808a6ce7"),
    (GENERATE, "8.4.0", 1789742348, "103979f37bb61af3a5a6d0a53f9e5992"),
    (POLL, "8.4.0", 1789742352, "a6def80120c292743fa98f189898e112"),
    (TOKEN, "8.4.0", 1789746355, "166eea62cb5dfc9c50fbcd5382d194fe"),
    (GENERATE, "8.4.0", 1790786145, "2533662377211f0653b7759901657a92"),
    (GENERATE, "5.8.0", 1700000000, "ae3b32f5eac9141aae9ff491a3bd4c7c"),
    (GENERATE, "8.4.0", 1700000000, "a29e0b750501aa30af81fd309a15ceca"),
    (POLL, "5.8.0", 1700000000, "9e99ef695c30983f8eb22036fb164009"),
    (POLL, "8.4.0", 1700000000, "89fc65c93b50132b5eded79da14f0c14"),
    (TOKEN, "5.8.0", 1700000000, "73778fc3d172e49a6459181a5cdf21f3"),
    (TOKEN, "8.4.0", 1700000000, "1b29032d7ce81e3017668ac5c1923e78"),
    (CREDIT, "5.8.0", 1700000000, "941a472cc125c2189cfdbb4f6f752ea8"),
    (CREDIT, "8.4.0", 1700000000, "f3f7a12f5f13aca1846fe2ea4fd8a65e"),
    (RECEIVE, "5.8.0", 1700000000, "71879a52ca8f167d30c516cc0e902774"),
    (RECEIVE, "8.4.0", 1700000000, "944980d8ce8654a303db0e32d93a62fc"),
])  # fmt: skip
def test_the_sign_equals_the_captures(
    path: str, version: str, time: int, expected: str
) -> None:
    """Real captures and computed vectors, one by one."""
    assert sign(path, version, time) == expected


def test_the_query_is_no_part_of_the_sign() -> None:
    """The tail is the path's, whatever follows it."""
    assert sign(f"{GENERATE}?aid=1", "5.8.0", 1700000000) == sign(
        GENERATE, "5.8.0", 1700000000
    )


def test_headers_of_a_submit_equal_the_seed() -> None:
    """Name for name, value for value (seed 000; text and edits add Accept)."""
    headers = submit_headers(
        GENERATE, cookie="sessionid=sid", app_version="5.8.0", device_time=1700000000
    )

    assert headers == {
        "Content-Type": "application/json",
        "Appid": "513695",
        "Appvr": "5.8.0",
        "Pf": "7",
        "Origin": "https://jimeng.jianying.com",
        "Referer": "https://jimeng.jianying.com",
        "Cookie": "sessionid=sid",
        "Device-Time": "1700000000",
        "Sign": "ae3b32f5eac9141aae9ff491a3bd4c7c",
        "Sign-Ver": "1",
    }


def test_headers_of_a_poll_equal_the_seed() -> None:
    """No version, no origin, no referer, no Accept (seeds 003, 004)."""
    headers = poll_headers(
        POLL, cookie="sessionid=sid", app_version="5.8.0", device_time=1700000000
    )

    assert headers == {
        "Content-Type": "application/json",
        "Appid": "513695",
        "Pf": "7",
        "Cookie": "sessionid=sid",
        "Device-Time": "1700000000",
        "Sign": "9e99ef695c30983f8eb22036fb164009",
        "Sign-Ver": "1",
    }


KEYS = Credentials(
    access_key_id="AKTPEXAMPLE",
    secret_access_key="secretEXAMPLE",
    session_token="STS2EXAMPLE",
)
APPLY = {
    "Action": "ApplyImageUpload",
    "Version": "2018-08-01",
    "ServiceId": "tb4s082cfz",
    "FileSize": "5",
    "s": "abcdefghij",
}
COMMIT = {
    "Action": "CommitImageUpload",
    "Version": "2018-08-01",
    "ServiceId": "tb4s082cfz",
}
BODY = b'{"SessionKey":"SESSION"}'
AMZ = {"x-amz-date": DATE, "x-amz-security-token": "STS2EXAMPLE"}
HASHED = AMZ | {"x-amz-content-sha256": payload_hash(BODY)}
BROWSER = HASHED | {
    "Content-Type": "application/json",
    "Host": "imagex.bytedanceapi.com",
}


@pytest.mark.parametrize("method, query, headers, body, digest, expected", [
    ("GET", APPLY, AMZ, b"",
     "12ec3f1101bdc751cc171b199324faf6c4a78bab3976147fc8109666031d3ced",
     "2a8e0d5e36230e74ba00830c2034ca0616a0694302f202fdeb5cf5f56ff0fe8c"),
    ("POST", COMMIT, HASHED, BODY,
     "261d6e9f65694951b802f6554c086415dd324d40df4a30f74b4af95fc424de13",
     "01427866835eadf01f09ee34689deb8ba0aa60707eaa1d3a158cf376b4cae4d4"),
    ("POST", COMMIT, BROWSER, BODY,
     "cd1ad6a0c7bd877766a91079068aa73c9a127993362d66a2b236b6ad1f7ac79f",
     "76d5f538be48e81175d6f4d303d9190a6d314ed2af2c6e23c486232f549cbba2"),
])  # fmt: skip
def test_sigv4_equals_the_vectors(
    method: str,
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes,
    digest: str,
    expected: str,
) -> None:
    """Canonical request and signature of apply, commit and the browser's commit."""
    canonical = canonical_request(method, query, headers, payload_hash(body))

    assert hashlib.sha256(canonical.encode()).hexdigest() == digest
    assert signature(canonical, secret="secretEXAMPLE", date=DATE) == expected


def test_upload_headers_carry_the_signature() -> None:
    """The headers that are sent hold the vector's signature over the headers they name."""
    date = timestamp(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC))

    applied = signed_headers("GET", APPLY, credentials=KEYS, date=date)
    committed = signed_headers("POST", COMMIT, credentials=KEYS, date=date, body=BODY)

    assert applied["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKTPEXAMPLE/20231114/cn-north-1/imagex/aws4_request, "
        "SignedHeaders=x-amz-date;x-amz-security-token, "
        "Signature=2a8e0d5e36230e74ba00830c2034ca0616a0694302f202fdeb5cf5f56ff0fe8c"
    )
    assert committed["authorization"].endswith(
        "SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-security-token, "
        "Signature=01427866835eadf01f09ee34689deb8ba0aa60707eaa1d3a158cf376b4cae4d4"
    )
    assert committed["x-amz-content-sha256"] == (
        "d9476d4d92a71bc4db41230b5d566ff6c73c2202ddecd135a2affd97069bd076"
    )


@pytest.mark.parametrize(
    "data, checksum", [(b"hello", "3610a686"), (b"img30", "046645c6")]
)
def test_the_checksum_is_padded(tmp_path: Path, data: bytes, checksum: str) -> None:
    """A leading zero is kept."""
    file = tmp_path / "picture"
    file.write_bytes(data)

    assert crc32_of(file) == checksum
