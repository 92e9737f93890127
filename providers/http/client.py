"""The HTTP client that every vendor is given: bounded, redacted, honest about what was sent."""

import copy
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, cast

import httpx
import stamina

from providers.errors import (
    ProviderError,
    ServiceUnavailable,
    SubmissionUnknown,
)
from providers.http.answer import Answer
from providers.http.download import Download, download
from providers.http.pictures import PictureFacts
from providers.http.redaction import redact, shorten
from providers.http.transport import AiohttpTransport

MAX_ANSWER = 64_000_000  # bytes; pictures in base64 are the largest answers there are
Content = str | bytes | AsyncIterable[bytes]
Listener = Callable[[bytes], Awaitable[None]]  # takes the body of an answer as it comes

# httpx errors that our transport raises only when nothing can have left.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
_AWAY = frozenset({502, 503, 504})  # a read is worth repeating


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, as a vendor words it."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str | int] | None = None
    json: Any = None
    content: Content | None = None
    data: Mapping[str, Any] | None = None
    files: Any = None


class HttpClient:
    """Sends calls for vendors. One is opened for the whole process; `bind` makes a vendor's own.

    A client that was not given a transport opens one and closes it in `close`; bound clients
    share it and close nothing.

    Args:
        proxy: address of an outbound proxy, with user and password if it wants them.
        connect_timeout: seconds until a connection must stand.
        read_timeout: seconds without a byte after which an answer counts as lost.
        read_attempts: tries of a repeatable read; 1 in tests that count calls.
        read_wait: seconds before the first repeat, doubling; 0 in tests.
        transport: takes the place of the network in tests.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        connect_timeout: float = 10.0,
        read_timeout: float = 45.0,
        read_attempts: int = 3,
        read_wait: float = 0.5,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._transport = transport or AiohttpTransport(proxy=proxy)
        self._timeout = httpx.Timeout(read_timeout, connect=connect_timeout)
        self._attempts = read_attempts
        self._wait = read_wait
        self._home = ""
        self._secrets: tuple[str, ...] = ()
        self._is_owner = True
        self._client = self._open()

    def _open(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=self._transport,
            timeout=self._timeout,
            trust_env=False,
            # Two accounts never share a cookie: none is kept.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
        )

    def bind(
        self,
        *,
        home: str,
        secrets: Iterable[str] = (),
        read_timeout: float | None = None,
    ) -> "HttpClient":
        """A client for one vendor over the same connections.

        Args:
            home: the vendor's own base address; where it is private, its pictures may be too.
            secrets: taken out of every error text.
            read_timeout: seconds, where the vendor's answers take longer.
        """
        bound = copy.copy(self)
        bound._home = home  # noqa: SLF001 - a copy of its own kind
        bound._secrets = tuple(secret for secret in secrets if secret)  # noqa: SLF001 - as above
        bound._is_owner = False  # noqa: SLF001 - as above
        if read_timeout is not None:
            connect = self._timeout.connect
            bound._timeout = httpx.Timeout(read_timeout, connect=connect)  # noqa: SLF001 - as above
        return bound

    async def send(
        self,
        call: Call,
        *,
        max_bytes: int = MAX_ANSWER,
        listener: Listener | None = None,
    ) -> Answer:
        """Make a call that costs: once, on a fresh connection, never repeated.

        Args:
            call: the submit.
            max_bytes: cap of the answer.
            listener: is given each part of the body when it arrives; the answer has them all.

        Raises:
            ServiceUnavailable: the request certainly never left.
            SubmissionUnknown: it may have left, and no whole answer came back.
        """
        return await self._once(
            call, max_bytes=max_bytes, costs=True, listener=listener
        )

    async def read(
        self, call: Call, *, attempts: int | None = None, max_bytes: int = MAX_ANSWER
    ) -> Answer:
        """Make a call that may be repeated: a query, an upload, a token; never a submit.

        Lost connections and 502, 503, 504 are repeated; the last answer comes back as it is.

        Args:
            call: a POST is as repeatable as a GET where it changes nothing that costs.
            attempts: tries; 1 for polls, whose repeats live in the job.
            max_bytes: cap of the answer.

        Raises:
            ServiceUnavailable: no whole answer came back.
        """
        answer: Answer | None = None
        try:
            async for attempt in self._attempted(attempts):
                with attempt:
                    answer = None
                    answer = await self._once(call, max_bytes=max_bytes, costs=False)
                    _check_presence(answer)
        except ServiceUnavailable:
            if answer is None:
                raise
        return cast("Answer", answer)

    async def download(
        self,
        url: str,
        destination: Path,
        *,
        allowed_hosts: Iterable[str],
        max_bytes: int,
        max_pixels: int,
        headers: Mapping[str, str] | None = None,
    ) -> PictureFacts:
        """Bring a picture into a file: whole, of a known format, within the caps, or not at all.

        Args:
            url: address of the picture.
            destination: written by an atomic rename; a temporary file lies beside it until then.
            allowed_hosts: patterns (`*.byteimg.com`, `*`) that this and every redirect must match;
                the vendor's own host always does.
            max_bytes: cap of the file.
            max_pixels: cap of width times height.
            headers: sent to the first host only.

        Raises:
            TransientError: try again; after 403, 404 and 410 with a fresh address.
            TaskFailed: no picture (`result_broken`), over the caps (`result_too_large`), or an
                address that is not allowed (`result_refused`).
        """
        wanted = Download(
            url=url,
            destination=destination,
            home=self._home,
            allowed_hosts=tuple(allowed_hosts),
            max_bytes=max_bytes,
            max_pixels=max_pixels,
            headers=headers or {},
        )
        try:
            async for attempt in self._attempted(None):
                with attempt:
                    return await download(self._client, wanted)
        except ProviderError as exc:
            raise self._redacted(exc) from None
        raise AssertionError("unreachable: an attempt returns or raises")

    async def close(self) -> None:
        """Close the connections, if this client opened them."""
        if self._is_owner:
            await self._client.aclose()

    def _attempted(self, attempts: int | None) -> AsyncIterator[Any]:
        return stamina.retry_context(
            on=ServiceUnavailable,
            attempts=attempts or self._attempts,
            timeout=None,
            wait_initial=self._wait,
            wait_jitter=self._wait,
            wait_max=self._wait * 8,
        ).__aiter__()

    async def _once(
        self,
        call: Call,
        *,
        max_bytes: int,
        costs: bool,
        listener: Listener | None = None,
    ) -> Answer:
        try:
            async with self._streamed(call, fresh=costs) as response:
                content = await _read_capped(response, max_bytes, listener)
        except _NEVER_LEFT as exc:
            raise ServiceUnavailable(self._detail(exc)) from None
        except httpx.HTTPError as exc:
            kind = SubmissionUnknown if costs else ServiceUnavailable
            raise kind(self._detail(exc)) from None
        for secret in self._secrets:
            # A service that echoes a key echoes it nowhere further.
            content = content.replace(secret.encode(), b"***")
        return Answer(
            status=response.status_code,
            headers=response.headers,
            content=content,
            costs=costs,
            secrets=self._secrets,
        )

    @asynccontextmanager
    async def _streamed(
        self, call: Call, *, fresh: bool
    ) -> AsyncIterator[httpx.Response]:
        request = self._client.build_request(
            call.method,
            call.url,
            headers=dict(call.headers),
            params=call.params or None,
            json=call.json,
            content=call.content,
            data=call.data,
            files=call.files,
            timeout=self._timeout,
            extensions={"fresh_connection": fresh},
        )
        response = await self._client.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    def _detail(self, exc: Exception) -> str:
        return shorten(redact(f"{type(exc).__name__}: {exc}", self._secrets))

    def _redacted(self, exc: ProviderError) -> ProviderError:
        exc.detail = shorten(redact(exc.detail, self._secrets))
        exc.args = (exc.detail,)
        return exc


def _check_presence(answer: Answer) -> None:
    if answer.status in _AWAY:
        raise ServiceUnavailable(f"HTTP {answer.status}")


async def _read_capped(
    response: httpx.Response, max_bytes: int, listener: Listener | None
) -> bytes:
    """The decoded body; a body over the cap is an answer that could not be read."""
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > max_bytes:
            raise httpx.ReadError(f"the answer is over {max_bytes} bytes")
        if listener is not None:
            await listener(chunk)
    return bytes(content)
