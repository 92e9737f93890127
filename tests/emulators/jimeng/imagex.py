"""The upload service: tokens, slots, bytes, commits, and SigV4 checked from the headers named."""

import hashlib
import hmac
import re
import secrets
import time
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

SPACE = "tb4s082cfz"
TOKEN_LIFE = 3600.0
MAX_BYTES = 10_000_000
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), ?"
    r"SignedHeaders=(?P<names>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


class ImageXError(Exception):
    """An error in ImageX's envelope."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(slots=True, kw_only=True)
class Slot:
    """A place for one picture."""

    store_uri: str
    auth: str
    session_key: str
    size: int
    data: bytes = b""
    is_committed: bool = False


@dataclass(slots=True, kw_only=True)
class Token:
    """A temporary key."""

    key: str
    secret: str
    session: str
    expires_at: float


@dataclass(slots=True)
class ImageX:
    """All tokens, slots and committed pictures.

    Attributes:
        files: the committed pictures by uri.
    """

    tokens: dict[str, Token] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def issue(self, now: float) -> dict[str, Any]:
        """A new token, as `get_upload_token` answers it."""
        token = Token(
            key=f"AKTP{secrets.token_hex(8)}",
            secret=secrets.token_hex(16),
            session=f"STS2{secrets.token_hex(24)}",
            expires_at=now + TOKEN_LIFE,
        )
        self.tokens[token.key] = token
        return {
            "access_key_id": token.key,
            "secret_access_key": token.secret,
            "session_token": token.session,
            "space_name": SPACE,
            "region": "cn",
            "space_type": 2,
            "upload_domain": "imagex.bytedanceapi.com",
            "current_time": _stamp(now),
            "expired_time": _stamp(token.expires_at),
        }

    def verify(self, request: Request, body: bytes, now: float) -> None:
        """Refuse a call whose signature does not fit what arrived."""
        match = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if match is None:
            raise ImageXError("MissingAuthenticationToken", "no signature", 401)
        token = self.tokens.get(match["key"])
        if token is None or token.expires_at < now:
            raise ImageXError("InvalidAccessKey", "unknown or expired key", 403)
        if request.headers.get("x-amz-security-token") != token.session:
            raise ImageXError("InvalidSecurityToken", "wrong session token", 403)
        names = match["names"].split(";")
        if not {"x-amz-date", "x-amz-security-token"} <= set(names):
            raise ImageXError("SignatureDoesNotMatch", "headers are not signed", 403)
        _check_hash(request, body)
        wanted = _signature(request, names, body, token.secret, match["scope"])
        if not hmac.compare_digest(wanted, match["signature"]):
            raise ImageXError("SignatureDoesNotMatch", "signature is wrong", 403)

    def apply(self, request: Request, host: str) -> dict[str, Any]:
        """A slot for one picture."""
        query = request.query_params
        _check_service(query.get("ServiceId"))
        size = query.get("FileSize", "")
        if not size.isdecimal() or not 0 < int(size) <= MAX_BYTES:
            raise ImageXError("InvalidParameter", f"FileSize {size!r}")
        slot = Slot(
            store_uri=f"tos-cn-i-{SPACE}/{secrets.token_hex(16)}",
            auth=f"SpaceKey/{SPACE}/1/:version:v2:{secrets.token_hex(12)}",
            session_key=secrets.token_urlsafe(48),
            size=int(size),
        )
        self.slots[slot.store_uri] = slot
        store = {"StoreUri": slot.store_uri, "Auth": slot.auth, "UploadID": ""}
        return {
            "UploadAddress": {
                "StoreInfos": [store],
                "UploadHosts": [host],
                "SessionKey": slot.session_key,
            }
        }

    def put(self, request: Request, store_uri: str, body: bytes) -> dict[str, Any]:
        """Bytes into a slot; the checksum is compared as a number."""
        slot = self.slots.get(store_uri)
        if slot is None or request.headers.get("authorization") != slot.auth:
            raise ImageXError("AccessDenied", "wrong Auth", 403)
        if len(body) != slot.size:
            raise ImageXError("InvalidSize", f"{len(body)} bytes, not {slot.size}")
        try:
            checksum = int(request.headers.get("content-crc32", ""), 16)
        except ValueError:
            checksum = -1
        if checksum != zlib.crc32(body):
            raise ImageXError("CRC32Mismatch", "the checksum is wrong")
        slot.data = body
        data = {"crc32": f"{checksum:08x}"}
        return {"code": 2000, "message": "Success", "data": data}

    def commit(self, request: Request, body: Any) -> dict[str, Any]:
        """A slot becomes an uri, once."""
        _check_service(request.query_params.get("ServiceId"))
        key = body.get("SessionKey") if isinstance(body, dict) else None
        slot = next((s for s in self.slots.values() if s.session_key == key), None)
        if slot is None or slot.is_committed:
            raise ImageXError("InvalidSessionKey", "unknown or used session key")
        slot.is_committed = True
        if not slot.data:
            return {"Results": [{"Uri": slot.store_uri, "UriStatus": 2001}]}
        self.files[slot.store_uri] = slot.data
        return {"Results": [{"Uri": slot.store_uri, "UriStatus": 2000}]}


def _check_service(service_id: str | None) -> None:
    if service_id != SPACE:
        raise ImageXError("InvalidParameter", f"ServiceId {service_id!r}")


def _check_hash(request: Request, body: bytes) -> None:
    declared = request.headers.get("x-amz-content-sha256")
    if request.method == "POST" and declared is None:
        raise ImageXError("MissingContentHash", "no x-amz-content-sha256", 403)
    if declared is not None and declared != hashlib.sha256(body).hexdigest():
        raise ImageXError("ContentHashMismatch", "the hash is not the body's", 403)


def _signature(
    request: Request, names: list[str], body: bytes, secret: str, scope: str
) -> str:
    """Recomputed from what arrived: no code is shared with the client under test."""
    pairs = sorted(request.query_params.multi_items())
    query = "&".join(
        f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs
    )
    head = "".join(
        f"{name}:{request.headers.get(name, '').strip()}\n" for name in names
    )
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"{request.method}\n/\n{query}\n{head}\n{';'.join(names)}\n{digest}"
    date = request.headers["x-amz-date"]
    text = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    if scope != f"{date[:8]}/cn-north-1/imagex/aws4_request":
        raise ImageXError("SignatureDoesNotMatch", f"scope {scope}", 403)
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _stamp(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


def metadata(request: Request) -> dict[str, Any]:
    """What every answer of the upload service begins with."""
    return {
        "RequestId": "EMU",
        "Action": request.query_params.get("Action", ""),
        "Version": "2018-08-01",
        "Service": "imagex",
        "Region": "cn-north-1",
    }
