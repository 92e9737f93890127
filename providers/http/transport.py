"""httpx over aiohttp's connections, with one promise: a connect error means that nothing left.

httpx's own pool grows with the square of the requests in flight; aiohttp's does not. The errors
are translated here and nowhere else: `httpx.ConnectError`, `ConnectTimeout`, `ProxyError` and
`UnsupportedProtocol` are raised only when not a byte of the request can have reached the service.
"""

import base64
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import httpx
from typing_extensions import override

from providers.http.addresses import AddressRefused, PublicResolver

CHUNK = 64 * 1024
_AUTO_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Carries httpx requests over aiohttp sessions, opened at the first use.

    Two request extensions choose the session: `fresh_connection` (never an idle connection that
    may be dead, for calls that cost) and `public_only` (never a private network).
    """

    def __init__(
        self, *, proxy: str | None = None, limit: int = 1000, keepalive: float = 15.0
    ) -> None:
        self._proxy = httpx.Proxy(proxy) if proxy else None
        self._limit = limit
        self._keepalive = keepalive
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        session = self._session(request)
        with _translated(before_answer=True):
            answer = await session.request(
                request.method,
                str(request.url),
                headers=request.headers.multi_items(),
                data=_body(request),
                allow_redirects=False,
                timeout=_timeout(request),
                proxy=str(self._proxy.url) if self._proxy else None,
                proxy_headers=_proxy_headers(self._proxy),
            )
        return httpx.Response(
            answer.status,
            headers=list(answer.raw_headers),
            stream=_AnswerStream(answer),
            request=request,
            extensions={"reason_phrase": (answer.reason or "").encode()},
        )

    def _session(self, request: httpx.Request) -> aiohttp.ClientSession:
        fresh = bool(request.extensions.get("fresh_connection"))
        # Behind a proxy names are resolved there, and the proxy itself may well be private.
        public = bool(request.extensions.get("public_only")) and self._proxy is None
        session = self._sessions.get((fresh, public))
        if session is None:
            session = self._sessions[fresh, public] = self._open(fresh, public)
        return session

    def _open(self, fresh: bool, public: bool) -> aiohttp.ClientSession:
        resolver = PublicResolver() if public else None
        connector = (
            aiohttp.TCPConnector(limit=self._limit, resolver=resolver, force_close=True)
            if fresh
            else aiohttp.TCPConnector(
                limit=self._limit, resolver=resolver, keepalive_timeout=self._keepalive
            )
        )
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,  # httpx decodes
            skip_auto_headers=_AUTO_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),  # two accounts never share a cookie
        )

    @override
    async def aclose(self) -> None:
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()


class _AnswerStream(httpx.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated(before_answer=False):
            async for chunk in self._answer.content.iter_chunked(CHUNK):
                yield chunk

    @override
    async def aclose(self) -> None:
        self._answer.close()
        await self._answer.wait_for_close()


def _body(request: httpx.Request) -> bytes | AsyncIterator[bytes] | None:
    try:
        return request.content or None
    except httpx.RequestNotRead:
        # aiohttp frames the body itself.
        request.headers.pop("Transfer-Encoding", None)
        return _chunks(request.stream)


async def _chunks(
    stream: httpx.SyncByteStream | httpx.AsyncByteStream,
) -> AsyncIterator[bytes]:
    if not isinstance(stream, httpx.AsyncByteStream):
        raise httpx.UnsupportedProtocol("a request body must be asynchronous")
    # A form comes in pieces, some of two bytes: each would be a packet of its own.
    waiting = bytearray()
    async for chunk in stream:
        waiting += chunk
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    limits = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(
        total=None,
        connect=limits.get("pool"),
        sock_connect=limits.get("connect"),
        sock_read=limits.get("read"),
    )


def _proxy_headers(proxy: httpx.Proxy | None) -> dict[str, str] | None:
    if proxy is None or proxy.auth is None:
        return None
    # aiohttp makes Proxy-Authorization of it, on a CONNECT as well as on a plain request.
    words = base64.b64encode(":".join(proxy.auth).encode())
    return {"Authorization": f"Basic {words.decode()}"}


@contextmanager
def _translated(*, before_answer: bool) -> Iterator[None]:
    """Turn aiohttp's errors into httpx's; the cause is cut off, its text may carry a key."""
    try:
        yield
    except (aiohttp.ClientError, OSError, TimeoutError) as exc:
        raise _translate(exc, before_answer=before_answer) from None


def _translate(exc: Exception, *, before_answer: bool) -> httpx.TransportError:
    text = _safe_text(exc)
    if before_answer and (kind := _never_left(exc)) is not None:
        return kind(text)
    if isinstance(exc, TimeoutError):
        return httpx.ReadTimeout(text)
    if isinstance(exc, aiohttp.ClientResponseError):
        return httpx.RemoteProtocolError(text)
    return httpx.ReadError(text)


def _never_left(exc: Exception) -> type[httpx.TransportError] | None:
    """The error that says so, when it is certain that nothing was sent."""
    if isinstance(exc, aiohttp.InvalidURL):
        return httpx.UnsupportedProtocol
    if isinstance(
        exc, aiohttp.ClientHttpProxyError | aiohttp.ClientProxyConnectionError
    ):
        return httpx.ProxyError
    if isinstance(exc, aiohttp.ClientConnectorError):
        refused = isinstance(exc.os_error, AddressRefused)
        return httpx.UnsupportedProtocol if refused else httpx.ConnectError
    if isinstance(exc, aiohttp.ConnectionTimeoutError):
        return httpx.ConnectTimeout
    return None


def _safe_text(exc: Exception) -> str:
    """What happened, without the queries of addresses: they carry signatures and keys."""
    text = re.sub(r"\?[^\s'\"\]]*", "?...", str(exc))
    return f"{type(exc).__name__}: {text}"
