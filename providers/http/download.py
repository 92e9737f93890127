"""One try of bringing a picture into a file, with every address on the way checked."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import urlsplit

import httpx

from providers.errors import RateLimited, ServiceUnavailable, TaskFailed, TransientError
from providers.http.addresses import (
    host_of,
    is_private_address,
    is_private_host,
    matches_host,
)
from providers.http.answer import parse_retry_after
from providers.http.pictures import PictureFacts, read_picture_facts

MAX_REDIRECTS = 5
_WRITE_AT = 256 * 1024  # bytes gathered before a thread writes them
_STALE = frozenset({401, 403, 404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What is to be brought where, and within which bounds."""

    url: str
    destination: Path
    home: str  # the vendor's base address
    allowed_hosts: tuple[str, ...]
    max_bytes: int
    max_pixels: int
    headers: Mapping[str, str] = field(default_factory=dict)


async def download(client: httpx.AsyncClient, wanted: Download) -> PictureFacts:
    """Stream to a temporary file beside the destination, check it, rename it; errors as `HttpClient`."""
    public_only = not await _is_private_home(wanted.home)
    out = await asyncio.to_thread(_open_beside, wanted.destination)
    try:
        async with _opened(client, wanted, public_only=public_only) as response:
            rest = await _write(response, out, wanted.max_bytes)
        facts = await asyncio.to_thread(_finish, out, rest, wanted)
    except BaseException:
        await asyncio.to_thread(_discard, out)
        raise
    return facts


async def _is_private_home(home: str) -> bool:
    """Does the vendor itself live in a private network? Then its pictures may as well."""
    host = host_of(home)
    if not host or is_private_host(host):
        return bool(host)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None)
    except OSError:
        return False
    return any(is_private_address(str(entry[4][0])) for entry in found)


# A trip to a thread costs about as much as the work done there: a small picture makes two.


def _open_beside(destination: Path) -> IO[bytes]:
    return tempfile.NamedTemporaryFile(
        dir=destination.parent,
        prefix=f".{destination.name}.",
        suffix=".part",
        delete=False,
    )


def _finish(out: IO[bytes], rest: bytes, wanted: Download) -> PictureFacts:
    """Write the last bytes, look at the picture, and give it its name."""
    with out:
        out.write(rest)
    temporary = Path(out.name)
    facts = read_picture_facts(temporary)
    if facts is None:
        raise TaskFailed("the file is no whole picture", code="result_broken")
    if facts.pixels > wanted.max_pixels:
        _refuse_size(f"{facts.width}x{facts.height} pixels")
    temporary.replace(wanted.destination)
    return facts


def _discard(out: IO[bytes]) -> None:
    with contextlib.suppress(OSError):  # a full disk says so once more
        out.close()
    Path(out.name).unlink(missing_ok=True)


@asynccontextmanager
async def _opened(
    client: httpx.AsyncClient, wanted: Download, *, public_only: bool
) -> AsyncIterator[httpx.Response]:
    """The answer at the end of the redirects, its status checked."""
    response = await _follow(client, wanted, public_only=public_only)
    try:
        _check_status(response)
        yield response
    except httpx.HTTPError as exc:
        raise ServiceUnavailable(f"{type(exc).__name__}: {exc}") from None
    finally:
        await response.aclose()


async def _follow(
    client: httpx.AsyncClient, wanted: Download, *, public_only: bool
) -> httpx.Response:
    url, headers = _parsed(wanted.url), dict(wanted.headers)
    for _ in range(MAX_REDIRECTS + 1):
        _check_address(url, wanted, public_only=public_only)
        response = await _ask(client, url, headers, public_only=public_only)
        if not response.has_redirect_location:
            return response
        await response.aclose()
        target = url.join(_parsed(response.headers["location"]))
        if (target.scheme, target.netloc) != (url.scheme, url.netloc):
            headers = {}  # another host gets nothing that was meant for the first
        url = target
    raise TaskFailed("too many redirects", code="result_refused")


async def _ask(
    client: httpx.AsyncClient,
    url: httpx.URL,
    headers: Mapping[str, str],
    *,
    public_only: bool,
) -> httpx.Response:
    request = client.build_request(
        "GET",
        url,
        headers={"Accept-Encoding": "identity", **headers},
        extensions={"public_only": public_only},
    )
    try:
        return await client.send(request, stream=True)
    except httpx.UnsupportedProtocol as exc:
        raise TaskFailed(str(exc), code="result_refused") from None
    except httpx.HTTPError as exc:
        raise ServiceUnavailable(f"{type(exc).__name__}: {exc}") from None


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        raise TaskFailed("not an address", code="result_refused") from None


def _check_address(url: httpx.URL, wanted: Download, *, public_only: bool) -> None:
    """Only allowed hosts, only https (unless the vendor speaks http), nothing private."""
    schemes = {"https", urlsplit(wanted.home).scheme} & {"https", "http"}
    host = url.host.lower()
    if url.scheme not in schemes:
        _refuse_address(f"{url.scheme} is not allowed")
    if not matches_host(host, (*wanted.allowed_hosts, host_of(wanted.home))):
        _refuse_address(f"{host} is not among the service's hosts")
    if public_only and is_private_host(host):
        _refuse_address(f"{host} lies in a private network")


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    if status in _STALE:
        raise TransientError(
            f"HTTP {status}: the address is stale", code="link_expired"
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = parse_retry_after(response.headers.get("retry-after"))
        raise RateLimited(f"HTTP {status}", retry_after=wait)
    raise ServiceUnavailable(f"HTTP {status}")


async def _write(response: httpx.Response, out: IO[bytes], max_bytes: int) -> bytes:
    """Write the body but for its last bytes, which come back."""
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        _refuse_size(f"{declared} bytes")
    total, waiting = 0, bytearray()
    async for chunk in response.aiter_bytes():
        total += len(chunk)
        if total > max_bytes:
            _refuse_size(f"over {max_bytes} bytes")
        waiting += chunk
        if len(waiting) >= _WRITE_AT:
            await asyncio.to_thread(out.write, bytes(waiting))
            waiting.clear()
    return bytes(waiting)


def _refuse_size(detail: str) -> NoReturn:
    raise TaskFailed(detail, code="result_too_large")


def _refuse_address(detail: str) -> NoReturn:
    raise TaskFailed(detail, code="result_refused")
