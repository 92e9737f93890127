"""Running the server on a loopback port inside the event loop at hand."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from bot.playground.botapi.connections import CuttableProtocol
from bot.playground.botapi.server import BotApi

_GRACE = 2  # seconds for requests under way when the server stops
_IDLE = 75  # seconds that a connection may rest; nginx's default (keepalive_timeout)


class _Server(uvicorn.Server):
    """A uvicorn that leaves signals alone and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@asynccontextmanager
async def serve(
    served: BotApi | Starlette, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve until the block ends; gives the base address, without a slash at its end.

    A ``BotApi`` is closed before the server stops, so that long polls do not hold it.
    """
    app = served.app if isinstance(served, BotApi) else served
    config = uvicorn.Config(
        app,
        http=CuttableProtocol,
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=_IDLE,
    )
    server = _Server(config)
    with socket.create_server((host, port), backlog=2048) as listener:
        # Its connections inherit it; asyncio sets it only on sockets that it has made itself. Without
        # it a body waits 40 ms for the caller to acknowledge its head.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"http://{host}:{listener.getsockname()[1]}"
        running = asyncio.create_task(
            server.serve(sockets=[listener]), name="botapi-server"
        )
        try:
            await _first(server.listening, running)
            yield address
        finally:
            if isinstance(served, BotApi):
                served.close()
            server.should_exit = True
            await running


async def _first(listening: asyncio.Event, running: asyncio.Task[None]) -> None:
    """Wait until it listens, or fail with the reason why it does not."""
    waiting = asyncio.create_task(listening.wait())
    await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if running.done():
        running.result()
