"""The signature of ImageX: AWS Signature Version 4 with headers of its choice (contracts 1.7)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"
REGION = "cn-north-1"
SERVICE = "imagex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A temporary key of the upload service."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)


def timestamp(moment: datetime) -> str:
    """`x-amz-date`: `20231114T221320Z`, for an aware moment in UTC."""
    return moment.strftime("%Y%m%dT%H%M%SZ")


def payload_hash(body: bytes) -> str:
    """`x-amz-content-sha256`, lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def canonical_request(
    method: str, query: Mapping[str, str], headers: Mapping[str, str], body_hash: str
) -> str:
    """The text that is signed: parameters and headers by name, the root as path."""
    parameters = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(query.items())
    )
    lowered = {name.lower(): value.strip() for name, value in headers.items()}
    lines = "".join(f"{name}:{lowered[name]}\n" for name in sorted(lowered))
    return "\n".join(
        (method, "/", parameters, lines, ";".join(sorted(lowered)), body_hash)
    )


def signature(canonical: str, *, secret: str, date: str) -> str:
    """The hex signature of a canonical request; `date` as `timestamp` writes it."""
    day = date[:8]
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    words = "\n".join((ALGORITHM, date, scope(day), digest))
    key = f"AWS4{secret}".encode()
    for part in (day, REGION, SERVICE, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, words.encode(), "sha256").hex()


def scope(day: str) -> str:
    """What a signature is good for."""
    return f"{day}/{REGION}/{SERVICE}/aws4_request"


def signed_headers(
    method: str,
    query: Mapping[str, str],
    *,
    credentials: Credentials,
    date: str,
    body: bytes | None = None,
) -> dict[str, str]:
    """The headers of a call to ImageX: date, token, hash of the body if there is one, signature."""
    headers = {"x-amz-date": date, "x-amz-security-token": credentials.session_token}
    if body is not None:
        headers["x-amz-content-sha256"] = payload_hash(body)
    canonical = canonical_request(method, query, headers, payload_hash(body or b""))
    signed = signature(canonical, secret=credentials.secret_access_key, date=date)
    headers["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key_id}/{scope(date[:8])}, "
        f"SignedHeaders={';'.join(sorted(name.lower() for name in headers))}, "
        f"Signature={signed}"
    )
    return headers
