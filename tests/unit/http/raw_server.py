"""A server that speaks bytes: it can answer anything, and stop anywhere."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Script = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class RawServer:
    """What a script needs to be reached, and what it saw.

    Attributes:
        url: root of the server, without a slash at the end.
        heads: the request heads, in order of arrival.
        bodies: the request bodies, as far as a length was given.
    """

    url: str
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def raw_server(*scripts: Script) -> AsyncIterator[RawServer]:
    """Serve the scripts one after another; the last one again and again."""
    seen = RawServer(url="")
    waiting = list(scripts)
    open_writers: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_writers.append(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                seen.heads.append(head.decode())
                body = await reader.readexactly(_length(head))
                seen.bodies.append(body)
                script = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                await script(head, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield seen
    finally:
        server.close()
        for writer in open_writers:
            writer.transport.abort()
        await server.wait_closed()


def _length(head: bytes) -> int:
    for line in head.decode().split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


def answer(status: int = 200, body: bytes = b"{}", **headers: str) -> Script:
    """A whole answer; the connection stays open."""

    async def script(_head: bytes, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body)}"]
        lines += [
            f"{name.replace('_', '-')}: {value}" for name, value in headers.items()
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return script


async def hang_up(_head: bytes, writer: asyncio.StreamWriter) -> None:
    """Close without a word, the request being read."""
    writer.close()


async def break_off(_head: bytes, writer: asyncio.StreamWriter) -> None:
    """Promise more body than comes."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    writer.close()


async def talk_nonsense(_head: bytes, writer: asyncio.StreamWriter) -> None:
    """Answer with what is no HTTP."""
    writer.write(b"\x00\x01\x02 nonsense\r\n\r\n")
    writer.close()


async def stay_silent(_head: bytes, _writer: asyncio.StreamWriter) -> None:
    """Never answer."""
