"""Serves an emulator on loopback for real, and really cuts connections.

    async with serve(emulator.app) as url:
        ...

An endpoint answers with `await cut(request)` to close the connection without a word.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


class _OpenProtocol(H11Protocol):
    """Hands each request the transport it came on, so that an endpoint can close it."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)


class LoopbackServer:
    """One app on 127.0.0.1; `stop` refuses new connections and aborts the open ones.

    Attributes:
        url: root of the server, without a slash at the end; stays the same after `stop`.
    """

    def __init__(self, app: Any, port: int = 0) -> None:
        self._app = app
        self._port = port
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen; a second start takes the same port again."""
        config = uvicorn.Config(
            self._app, log_config=None, access_log=False, lifespan="off", ws="none"
        )
        config.load()
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _OpenProtocol(config, self._state, {}), "127.0.0.1", self._port
        )
        self._port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Nothing listens any more, nothing runs any more."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None


@asynccontextmanager
async def serve(app: Any, port: int = 0) -> AsyncIterator[str]:
    """The root address of an app that is served while the block runs."""
    server = LoopbackServer(app, port)
    await server.start()
    try:
        yield server.url
    finally:
        await server.stop()


async def cut(request: Request) -> Response:
    """Abort the connection of a request and wait until it is gone."""
    request.scope["state"]["transport"].abort()
    await gone(request)
    return Response()


async def gone(request: Request) -> None:
    """Wait until the client has hung up; the body has to be read before."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
