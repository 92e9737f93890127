"""Requests over aiohttp's connections, with one promise: `NeverLeft` means that nothing left.

The errors are told apart here and nowhere else: `NeverLeft` is raised only when not a byte of the
request can have reached the service, `Lost` whenever it may have.
"""

import asyncio
import base64
import contextlib
import re
from abc import ABC, abstractmethod
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Mapping,
)
from dataclasses import dataclass, field
from functools import lru_cache

import aiohttp
from typing_extensions import override
from yarl import URL

from providers.http.addresses import AddressRefused, PublicResolver
from providers.http.redaction import redact

CHUNK = 64 * 1024
POOL = 30.0  # seconds that a request may wait for a connection to become free
MOST_CONNECTIONS = 1000
KEEP_ALIVE = (
    15.0  # seconds that a connection rests here; servers close theirs later, as a rule
)
_FAILURES = (aiohttp.ClientError, OSError, TimeoutError)
_AUTO_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class WireError(Exception):
    """No whole answer came."""


class NeverLeft(WireError):
    """Not a byte of the request can have reached the service."""


class AddressForbidden(NeverLeft):
    """The address is none, or leads where nothing may be sent."""


class Lost(WireError):
    """The request may have arrived and been carried out."""


class TooSlow(Lost):
    """No byte moved for longer than was granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request.

    Attributes:
        body: pieces are sent as they come; name their length in the headers.
        connect: seconds until a connection must stand.
        read: seconds without a byte of the answer.
        write: seconds in which pieces of the body must move on; None waits for ever.
        is_fresh: never on an idle connection, which may be dead: for calls that cost.
        is_public: never into a private network.
    """

    method: str
    url: str | URL = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | AsyncIterable[bytes] | None = field(default=None, repr=False)
    connect: float | None = None
    read: float | None = None
    write: float | None = None
    is_fresh: bool = False
    is_public: bool = False


@dataclass(slots=True, kw_only=True)
class Reply:
    """An answer that has begun; `close` it, whatever happens.

    Attributes:
        headers: names without case.
        chunks: the body, unpacked, as it comes; raises `Lost` when it breaks off.
    """

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    close: Callable[[], Awaitable[None]]

    async def read(self) -> bytes:
        """The whole body."""
        return b"".join([chunk async for chunk in self.chunks])


class Wire(ABC):
    """Where requests leave; tests put something else in its place."""

    @abstractmethod
    async def ask(self, question: Question) -> Reply:
        """Send a request, and wait until its answer begins.

        Raises:
            NeverLeft: nothing was sent.
            Lost: anything may have happened.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close all connections; the next request opens new ones."""


class AiohttpWire(Wire):
    """Sessions of aiohttp, opened at the first use.

    Args:
        proxy: address of an outbound proxy, with user and password if it wants them.
        secrets: taken out of every error text.
    """

    def __init__(
        self, *, proxy: str | None = None, secrets: tuple[str, ...] = ()
    ) -> None:
        self._proxy = URL(proxy).with_user(None) if proxy else None
        self._proxy_headers = _proxy_headers(URL(proxy)) if proxy else None
        self._secrets = secrets
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    @override
    async def ask(self, question: Question) -> Reply:
        try:
            answer = await self._send(question)
        except _FAILURES as exc:
            error = self._translate(exc, before_answer=True)
        else:
            return Reply(
                status=answer.status,
                headers=answer.headers,
                chunks=self._chunks(answer),
                close=lambda: _close(answer),
            )
        raise error  # out here aiohttp's is not even the context: it may quote the address

    @override
    async def close(self) -> None:
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    def _session(self, question: Question) -> aiohttp.ClientSession:
        # Behind a proxy names are resolved there, and the proxy itself may well be private.
        kind = question.is_fresh, question.is_public and self._proxy is None
        session = self._sessions.get(kind)
        if session is None:
            session = self._sessions[kind] = _open(*kind)
        return session

    async def _send(self, question: Question) -> aiohttp.ClientResponse:
        session = self._session(question)
        async with asyncio.timeout(None) as limit:
            return await session.request(
                question.method,
                question.url,
                headers=question.headers,
                data=_body(question, limit),
                allow_redirects=False,
                timeout=_timeout(question.connect, question.read),
                proxy=self._proxy,
                proxy_headers=self._proxy_headers,
            )

    async def _chunks(self, answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        try:
            async for chunk in answer.content.iter_chunked(CHUNK):
                yield chunk
        except _FAILURES as exc:
            error = self._translate(exc, before_answer=False)
        else:
            return
        raise error

    def _translate(self, exc: Exception, *, before_answer: bool) -> WireError:
        kind = _kind_of(exc, before_answer=before_answer)
        return kind(redact(_text_of(exc), self._secrets))


def _body(
    question: Question, limit: asyncio.Timeout
) -> bytes | AsyncIterator[bytes] | None:
    if question.body is None or isinstance(question.body, bytes):
        return question.body
    return _pieces(question.body, question, limit)


async def _pieces(
    body: AsyncIterable[bytes], question: Question, limit: asyncio.Timeout
) -> AsyncIterator[bytes]:
    """The body in packets worth sending; a form comes in pieces, some of two bytes.

    A body that does not move on breaks the request off: aiohttp itself would wait for ever.
    """
    write, read = question.write, question.read
    waiting = bytearray()
    _grant(limit, write)
    async for piece in body:
        waiting += piece
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
            _grant(limit, write)
    if waiting:
        yield bytes(waiting)
    _grant(limit, None if write is None or read is None else write + read)


def _grant(limit: asyncio.Timeout, seconds: float | None) -> None:
    now = asyncio.get_running_loop().time()
    with contextlib.suppress(
        RuntimeError
    ):  # answered, or broken off, before all was read
        limit.reschedule(None if seconds is None else now + seconds)


def _open(is_fresh: bool, is_public: bool) -> aiohttp.ClientSession:
    resolver = PublicResolver() if is_public else None
    connector = (
        aiohttp.TCPConnector(
            limit=MOST_CONNECTIONS, resolver=resolver, force_close=True
        )
        if is_fresh
        else aiohttp.TCPConnector(
            limit=MOST_CONNECTIONS, resolver=resolver, keepalive_timeout=KEEP_ALIVE
        )
    )
    return aiohttp.ClientSession(
        connector=connector,
        skip_auto_headers=_AUTO_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),  # two accounts never share a cookie
    )


def _proxy_headers(proxy: URL) -> dict[str, str] | None:
    if proxy.user is None:
        return None
    # aiohttp makes Proxy-Authorization of it, on a CONNECT as well as on a plain request.
    words = base64.b64encode(f"{proxy.user}:{proxy.password or ''}".encode())
    return {"Authorization": f"Basic {words.decode()}"}


async def _close(answer: aiohttp.ClientResponse) -> None:
    answer.close()
    await answer.wait_for_close()


@lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=None, connect=POOL, sock_connect=connect, sock_read=read
    )


def _kind_of(exc: Exception, *, before_answer: bool) -> type[WireError]:
    if before_answer and (kind := _never_left(exc)) is not None:
        return kind
    return TooSlow if isinstance(exc, TimeoutError) else Lost


def _never_left(exc: Exception) -> type[NeverLeft] | None:
    """The error that says so, when it is certain that nothing was sent."""
    if isinstance(exc, aiohttp.InvalidURL):
        return AddressForbidden
    if isinstance(exc, aiohttp.ClientConnectorError):
        refused = isinstance(exc.os_error, AddressRefused)
        return AddressForbidden if refused else NeverLeft
    is_certain = isinstance(
        exc, aiohttp.ClientHttpProxyError | aiohttp.ConnectionTimeoutError
    )
    return NeverLeft if is_certain else None


def _text_of(exc: Exception) -> str:
    """What happened, without the queries of addresses: they carry signatures and keys."""
    text = re.sub(r"\?[^\s'\"\]]*", "?...", str(exc))
    return f"{type(exc).__name__}: {text}"
