"""Bytes of a picture become an `image_uri`: token, apply, put, commit (contracts 1.7)."""

import asyncio
import json
import secrets
import string
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from providers.base import SourcePicture
from providers.clock import Clock
from providers.dreamina.account import Account
from providers.dreamina.client import UPLOAD_TOKEN, SiteClient
from providers.dreamina.sign import SITE, site_query
from providers.dreamina.sigv4 import Credentials, signed_headers, timestamp
from providers.errors import KeyRefused, ProviderError, ServiceUnavailable
from providers.http import Answer, Call, FileBody, HttpClient

VERSION = "2018-08-01"
FALLBACK_SERVICE = "tb4s082cfz"
TOKEN_LIFE = 1500.0  # seconds that a token is reused; the service says about an hour
UPLOADED = 2000  # `code` of a put and `UriStatus` of a commit
_ORIGIN = {"Origin": SITE, "Referer": SITE}


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadToken:
    """The right to upload, for a while."""

    credentials: Credentials
    service_id: str
    expires_at: float  # on the monotonic clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place that the service keeps for one picture."""

    host: str
    store_uri: str
    authorization: str
    session_key: str


class Uploader:
    """Uploads pictures; a token is shared by all of them while it is fresh."""

    def __init__(
        self,
        account: Account,
        client: SiteClient,
        http: HttpClient,
        clock: Clock,
    ) -> None:
        self._root = account.imagex_url
        self._version = account.draft_version
        self._client = client
        self._http = http
        self._clock = clock
        self._token: UploadToken | None = None
        self._fetching = asyncio.Lock()

    async def upload(self, picture: SourcePicture) -> str:
        """The `image_uri` of an uploaded picture; free, and a repeat gives another one.

        Raises:
            TransientError: a step failed; start again from the first.
            KeyRefused: the session is not accepted.
        """
        token = await self._fresh_token()
        body = await asyncio.to_thread(FileBody, picture.path)
        try:
            slot = await self._apply(token, body.size)
            await self._put(slot, body, picture.path)
            return await self._commit(token, slot)
        except ProviderError:
            # Whatever it was, the next try does not stumble over an old token.
            self._token = None
            raise

    async def _fresh_token(self) -> UploadToken:
        async with self._fetching:
            if self._token is None or self._clock.monotonic() >= self._token.expires_at:
                self._token = self._read_token(await self._ask_for_token())
            return self._token

    async def _ask_for_token(self) -> Mapping[str, Any]:
        envelope = await self._client.ask(
            UPLOAD_TOKEN, {"scene": 2}, params=site_query(self._version)
        )
        data = envelope.get("data")
        if not isinstance(data, Mapping):
            raise ServiceUnavailable("an upload token without data")
        return data

    def _read_token(self, data: Mapping[str, Any]) -> UploadToken:
        keys = ("access_key_id", "secret_access_key", "session_token")
        if not all(data.get(key) for key in keys):
            raise ServiceUnavailable("an upload token without keys")
        service_id = data.get("service_id") or data.get("space_name")
        return UploadToken(
            credentials=Credentials(**{key: str(data[key]) for key in keys}),
            service_id=str(service_id or FALLBACK_SERVICE),
            expires_at=self._clock.monotonic() + TOKEN_LIFE,
        )

    async def _apply(self, token: UploadToken, size: int) -> Slot:
        query = {
            "Action": "ApplyImageUpload",
            "Version": VERSION,
            "ServiceId": token.service_id,
            "FileSize": str(size),
            "s": _random_word(),
        }
        headers = signed_headers(
            "GET", query, credentials=token.credentials, date=self._now()
        )
        answer = await self._http.read(
            Call(
                method="GET",
                url=f"{self._root}/",
                params=query,
                headers=_ORIGIN | headers,
            )
        )
        return _read_slot(_result(answer).get("UploadAddress"))

    async def _put(self, slot: Slot, body: FileBody, path: Path) -> None:
        checksum = await asyncio.to_thread(crc32_of, path)
        scheme = urlsplit(self._root).scheme
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{scheme}://{slot.host}/upload/v1/{slot.store_uri}",
                content=body,
                headers=_ORIGIN
                | body.headers
                | {
                    "Authorization": slot.authorization,
                    "Content-CRC32": checksum,
                    "Content-Type": "application/octet-stream",
                    "Content-Disposition": 'attachment; filename="undefined"',
                },
            )
        )
        said = answer.json_object()
        if said.get("code") != UPLOADED:
            raise ServiceUnavailable(
                f"upload refused: {said.get('code')} {said.get('message')}"
            )

    async def _commit(self, token: UploadToken, slot: Slot) -> str:
        query = {
            "Action": "CommitImageUpload",
            "Version": VERSION,
            "ServiceId": token.service_id,
        }
        body = json.dumps({"SessionKey": slot.session_key}).encode()
        headers = signed_headers(
            "POST", query, credentials=token.credentials, date=self._now(), body=body
        )
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._root}/",
                params=query,
                content=body,
                headers=_ORIGIN | headers | {"Content-Type": "application/json"},
            ),
            attempts=1,  # a session is committed once; a lost answer means a new upload
        )
        return _read_uri(_result(answer))

    def _now(self) -> str:
        return timestamp(self._clock.now())


def crc32_of(path: Path) -> str:
    """The CRC-32 of a file, eight lower-case hex digits; blocks on the disk."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
    return f"{checksum:08x}"


def _result(answer: Answer) -> Mapping[str, Any]:
    """The `Result` of an ImageX answer, whose errors may come with HTTP 200 too."""
    body = answer.json_object()
    metadata = body.get("ResponseMetadata")
    error = metadata.get("Error") if isinstance(metadata, Mapping) else None
    if isinstance(error, Mapping):
        raise ServiceUnavailable(
            f"upload service: {error.get('Code')} {error.get('Message')}"
        )
    try:
        answer.raise_for_status()
    except KeyRefused as exc:
        # The key is a temporary one: a new one may do.
        raise ServiceUnavailable(exc.detail) from None
    result = body.get("Result")
    return result if isinstance(result, Mapping) else {}


def _read_slot(address: Any) -> Slot:  # noqa: ANN401 - whatever the service sent
    try:
        store = address["StoreInfos"][0]
        hosts = address.get("UploadHosts") or [address["UploadHost"]]
        return Slot(
            host=str(hosts[0]),
            store_uri=str(store["StoreUri"]),
            authorization=str(store["Auth"]),
            session_key=str(address["SessionKey"]),
        )
    except (AttributeError, KeyError, IndexError, TypeError):
        raise ServiceUnavailable("no upload address") from None


def _read_uri(result: Mapping[str, Any]) -> str:
    try:
        entry = result["Results"][0]
        if int(entry.get("UriStatus", UPLOADED)) == UPLOADED:
            return str(entry["Uri"])
    except (KeyError, IndexError, TypeError, ValueError):
        raise ServiceUnavailable("a commit without an uri") from None
    raise ServiceUnavailable("the upload service could not keep the picture")


def _random_word() -> str:
    letters = string.ascii_lowercase + string.digits
    return "".join(secrets.choice(letters) for _ in range(10))
