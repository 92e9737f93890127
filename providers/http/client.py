"""The HTTP client that every vendor is given: bounded, redacted, honest about what was sent."""

import copy
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import cast

from providers.errors import ProviderError, ServiceUnavailable, SubmissionUnknown
from providers.http.answer import Answer
from providers.http.call import Call
from providers.http.download import Download, download
from providers.http.pictures import PictureFacts
from providers.http.redaction import redact, shorten
from providers.http.repeats import Repeats
from providers.http.wire import AiohttpWire, Lost, NeverLeft, Reply, Wire, WireError

MAX_ANSWER = 64_000_000  # bytes; pictures in base64 are the largest answers there are
Listener = Callable[[bytes], Awaitable[None]]  # takes the body of an answer as it comes

_AWAY = frozenset({502, 503, 504})  # a read is worth repeating


class HttpClient:
    """Sends calls for vendors. One is opened for the whole process; `bind` makes a vendor's own.

    A client that was not given a wire opens one and closes it in `close`; bound clients
    share it and close nothing.

    Args:
        proxy: address of an outbound proxy, with user and password if it wants them.
        connect_timeout: seconds until a connection must stand.
        read_timeout: seconds without a byte after which an answer counts as lost.
        read_attempts: tries of a repeatable read; 1 in tests that count calls.
        read_wait: seconds before the first repeat, doubling; 0 in tests.
        wire: takes the place of the network in tests.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        connect_timeout: float = 10.0,
        read_timeout: float = 45.0,
        read_attempts: int = 3,
        read_wait: float = 0.5,
        wire: Wire | None = None,
    ) -> None:
        self._wire = wire or AiohttpWire(proxy=proxy)
        self._connect = connect_timeout
        self._read = read_timeout
        self._repeats = Repeats(attempts=read_attempts, wait=read_wait)
        self._home = ""
        self._secrets: tuple[str, ...] = ()
        self._is_owner = True

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
            bound._read = read_timeout  # noqa: SLF001 - as above
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

        async def ask() -> None:
            nonlocal answer
            answer = None
            answer = await self._once(call, max_bytes=max_bytes, costs=False)
            _check_presence(answer)

        try:
            await self._repeats.insist(ask, attempts)
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
            connect=self._connect,
            read=self._read,
        )
        try:
            return await self._repeats.insist(lambda: download(self._wire, wanted))
        except ProviderError as exc:
            raise self._redacted(exc) from None

    async def close(self) -> None:
        """Close the connections, if this client opened them."""
        if self._is_owner:
            await self._wire.close()

    async def _once(
        self,
        call: Call,
        *,
        max_bytes: int,
        costs: bool,
        listener: Listener | None = None,
    ) -> Answer:
        try:
            question = call.question(
                connect=self._connect, read=self._read, is_fresh=costs
            )
            reply = await self._wire.ask(question)
            try:
                content = await _read_capped(reply, max_bytes, listener)
            finally:
                await reply.close()
        except NeverLeft as exc:
            raise ServiceUnavailable(self._detail(exc)) from None
        except WireError as exc:
            kind = SubmissionUnknown if costs else ServiceUnavailable
            raise kind(self._detail(exc)) from None
        for secret in self._secrets:
            # A service that echoes a key echoes it nowhere further.
            content = content.replace(secret.encode(), b"***")
        return Answer(
            status=reply.status,
            headers=reply.headers,
            content=content,
            costs=costs,
            secrets=self._secrets,
        )

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
    reply: Reply, max_bytes: int, listener: Listener | None
) -> bytes:
    """The unpacked body; a body over the cap is an answer that could not be read."""
    content = bytearray()
    async for chunk in reply.chunks:
        content += chunk
        if len(content) > max_bytes:
            raise Lost(f"the answer is over {max_bytes} bytes")
        if listener is not None:
            await listener(chunk)
    return bytes(content)
