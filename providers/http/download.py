"""One try of bringing a picture into a file, with every address on the way checked."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, NoReturn

from yarl import URL

from providers.errors import RateLimited, ServiceUnavailable, TaskFailed, TransientError
from providers.http.addresses import (
    host_of,
    is_private_address,
    is_private_host,
    matches_host,
)
from providers.http.answer import parse_retry_after
from providers.http.pictures import PictureFacts, read_facts, read_picture_facts
from providers.http.wire import AddressForbidden, Question, Reply, Wire, WireError

MAX_REDIRECTS = 5
_WRITE_AT = 256 * 1024  # bytes gathered before a thread writes them
_STALE = frozenset({401, 403, 404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "User-Agent": "imagewright",
}


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
    connect: float | None = None  # seconds, as the wire takes them
    read: float | None = None


async def download(wire: Wire, wanted: Download) -> PictureFacts:
    """Stream to a temporary file beside the destination, check it, rename it; errors as `HttpClient`."""
    public_only = not await _is_private_home(wanted.home)
    arrival = _Arrival(wanted)
    try:
        async with _opened(wire, wanted, is_public=public_only) as reply:
            await arrival.take(reply)
    except BaseException:
        if arrival.is_begun:
            await asyncio.to_thread(arrival.discard)
        raise
    return await asyncio.to_thread(arrival.finish)


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


class _Arrival:
    """A picture on its way to the disk; a small one makes a single trip to a thread."""

    def __init__(self, wanted: Download) -> None:
        self._wanted = wanted
        self._waiting = bytearray()
        name = f".{wanted.destination.name}.{token_hex(4)}.part"
        self._part = wanted.destination.with_name(name)
        self._file: BinaryIO | None = None

    @property
    def is_begun(self) -> bool:
        """May there be something on the disk?"""
        return self._file is not None

    async def take(self, reply: Reply) -> None:
        """Read the body; its last bytes are still in memory then."""
        most, total = self._wanted.max_bytes, 0
        declared = reply.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            _refuse_size(f"{declared} bytes")
        async for chunk in reply.chunks:
            total += len(chunk)
            if total > most:
                _refuse_size(f"over {most} bytes")
            self._waiting += chunk
            if len(self._waiting) >= _WRITE_AT:
                await asyncio.to_thread(self._write)

    def finish(self) -> PictureFacts:
        """Write the last bytes, look at the picture, and give it its name; else leave nothing."""
        try:
            return self._finish()
        except BaseException:
            self.discard()
            raise

    def _finish(self) -> PictureFacts:
        if self._file is None:  # all of it is in memory, and is looked at there
            facts = self._checked(read_facts(io.BytesIO(self._waiting)))
            self._write().close()
        else:
            self._write().close()
            facts = self._checked(read_picture_facts(self._part))
        self._part.replace(self._wanted.destination)
        return facts

    def _checked(self, facts: PictureFacts | None) -> PictureFacts:
        if facts is None:
            raise TaskFailed("the file is no whole picture", code="result_broken")
        if facts.pixels > self._wanted.max_pixels:
            _refuse_size(f"{facts.width}x{facts.height} pixels")
        return facts

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # a full disk says so once more
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _write(self) -> BinaryIO:
        if self._file is None:
            self._file = self._part.open("xb")
        self._file.write(self._waiting)
        self._waiting.clear()
        return self._file


@asynccontextmanager
async def _opened(
    wire: Wire, wanted: Download, *, is_public: bool
) -> AsyncIterator[Reply]:
    """The answer at the end of the redirects, its status checked."""
    reply = await _follow(wire, wanted, is_public=is_public)
    try:
        _check_status(reply)
        yield reply
    except WireError as exc:
        raise ServiceUnavailable(f"{type(exc).__name__}: {exc}") from None
    finally:
        await reply.close()


async def _follow(wire: Wire, wanted: Download, *, is_public: bool) -> Reply:
    url, headers = _parsed(wanted.url), _HEADERS | dict(wanted.headers)
    for _ in range(MAX_REDIRECTS + 1):
        _check_address(url, wanted, is_public=is_public)
        reply = await _ask(wire, url, headers, wanted, is_public=is_public)
        if reply.status not in _MOVED or "location" not in reply.headers:
            return reply
        await reply.close()
        target = url.join(_parsed(reply.headers["location"]))
        if _home_of(target) != _home_of(url):
            headers = _HEADERS  # another host gets nothing that was meant for the first
        url = target
    raise TaskFailed("too many redirects", code="result_refused")


async def _ask(
    wire: Wire,
    url: URL,
    headers: Mapping[str, str],
    wanted: Download,
    *,
    is_public: bool,
) -> Reply:
    question = Question(
        method="GET",
        url=url,
        headers=headers,
        connect=wanted.connect,
        read=wanted.read,
        is_public=is_public,
    )
    try:
        return await wire.ask(question)
    except AddressForbidden as exc:
        raise TaskFailed(str(exc), code="result_refused") from None
    except WireError as exc:
        raise ServiceUnavailable(f"{type(exc).__name__}: {exc}") from None


def _home_of(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.raw_host, url.port


def _parsed(url: str) -> URL:
    """The address. What is checked of it and what is asked for is one and the same value."""
    try:
        return URL(url)
    except ValueError:
        raise TaskFailed("not an address", code="result_refused") from None


def _check_address(url: URL, wanted: Download, *, is_public: bool) -> None:
    """Only allowed hosts, only https (unless the vendor speaks http), nothing private."""
    schemes = {"https", _parsed(wanted.home).scheme} & {"https", "http"}
    host = (url.raw_host or "").lower()
    if url.scheme not in schemes:
        _refuse_address(f"{url.scheme} is not allowed")
    if not matches_host(host, (*wanted.allowed_hosts, host_of(wanted.home))):
        _refuse_address(f"{host} is not among the service's hosts")
    if is_public and is_private_host(host):
        _refuse_address(f"{host} lies in a private network")


def _check_status(reply: Reply) -> None:
    status = reply.status
    if status == HTTPStatus.OK:
        return
    if status in _STALE:
        raise TransientError(
            f"HTTP {status}: the address is stale", code="link_expired"
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = parse_retry_after(reply.headers.get("retry-after"))
        raise RateLimited(f"HTTP {status}", retry_after=wait)
    raise ServiceUnavailable(f"HTTP {status}")


def _refuse_size(detail: str) -> NoReturn:
    raise TaskFailed(detail, code="result_too_large")


def _refuse_address(detail: str) -> NoReturn:
    raise TaskFailed(detail, code="result_refused")
