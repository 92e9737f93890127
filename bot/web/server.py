"""Runs the routes under uvicorn, beside everything else on the same loop."""

import asyncio
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from typing_extensions import override

from bot.web.callbacks import PATH, Callbacks
from bot.web.health import Check, Health
from bot.web.metrics import Collect, Metrics
from bot.web.webhook import Webhook

_BACKLOG = 128
_PATIENCE = 2  # seconds for requests in flight at the end; a drain has ten in all


class WebServer:
    """The server of one process.

    Args:
        host, port: where to listen; port 0 is any free one.
        checks: by name, for `/healthz`.
        collect: for `/metrics`.
        webhook: how updates come in; None when they are polled.
        callbacks: None when no provider can reach this server.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        checks: Mapping[str, Check],
        collect: Collect,
        webhook: Webhook | None = None,
        callbacks: Callbacks | None = None,
    ) -> None:
        self._host, self._port = host, port
        self.app = Starlette(
            routes=_routes(Health(checks), Metrics(collect), webhook, callbacks)
        )
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port in use, once started."""
        return self._port

    async def start(self) -> None:
        """Listen; come back when requests are answered.

        Raises:
            OSError: the address cannot be used; the text names it.
        """
        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_PATIENCE,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(
            self._server.serve(sockets=[listener]), name="web"
        )
        started = asyncio.create_task(self._server.is_up.wait())
        await asyncio.wait({self._task, started}, return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():  # it never ends by itself unless it failed
            started.cancel()
            await self._task

    async def stop(self) -> None:
        """Answer what is in flight and close. Does nothing when it is not running."""
        if self._server is None or self._task is None:
            return
        self._server.should_exit = True
        await self._task
        self._server = self._task = None


class _Server(uvicorn.Server):
    """uvicorn without its hands on the process: signals belong to the composition root."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.is_up.set()

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise OSError(
            error.errno, f"cannot listen on {host}:{port}: {error.strerror}"
        ) from error
    # Its connections inherit it; asyncio sets it only on sockets that it has made itself. Without
    # it a body waits 40 ms for the caller to acknowledge its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _routes(
    health: Health,
    metrics: Metrics,
    webhook: Webhook | None,
    callbacks: Callbacks | None,
) -> list[Route]:
    routes = [
        Route("/healthz", health.answer, methods=["GET"]),
        Route("/metrics", metrics.answer, methods=["GET"]),
    ]
    if callbacks is not None:
        routes.append(Route(PATH, callbacks.answer, methods=["POST"]))
    if webhook is not None:
        routes.append(Route(webhook.path, webhook.answer, methods=["POST"]))
    return routes
