"""The whole server: its parts plugged together behind one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from bot.playground.botapi.call_log import CallLog
from bot.playground.botapi.clock import Clock, SystemClock
from bot.playground.botapi.config import BotApiConfig
from bot.playground.botapi.control import Control
from bot.playground.botapi.dispatch import Dispatcher
from bot.playground.botapi.faults import Faults
from bot.playground.botapi.guard import Guard
from bot.playground.botapi.limits import FloodLimiter
from bot.playground.botapi.people import People
from bot.playground.botapi.webhook import Webhook
from bot.playground.botapi.world import World


class BotApi:
    """A Telegram of one's own.

    Attributes:
        people: The users' side.
        log: The calls the bot made.
        faults: Failures to arm.
        limiter: Counts of refused calls.
        app: The ASGI application: the Bot API and ``/control``.
    """

    def __init__(
        self, config: BotApiConfig | None = None, clock: Clock | None = None
    ) -> None:
        config = config or BotApiConfig()
        self.world = World(config, clock or SystemClock())
        self.people = People(self.world)
        self.log = CallLog(config.log_limit)
        self.faults = Faults()
        self.limiter = FloodLimiter(config.flood_rules)
        self.webhook = Webhook(self.world.updates, self.world.clock)
        self.app = self._application()

    @property
    def config(self) -> BotApiConfig:
        """The settings now in force."""
        return self.world.config

    def switch(self, **changes: object) -> BotApiConfig:
        """Change settings while it runs, e.g. ``switch(flood_limits=True)``.

        Raises:
            TypeError: No such setting.
        """
        self.world.config = replace(self.world.config, **changes)  # type: ignore[arg-type] # names are checked by replace itself
        return self.world.config

    def close(self) -> None:
        """End polls and deliveries, so that a server can stop; it may start again."""
        self.webhook.pause()
        self.world.updates.close()

    def dispose(self) -> None:
        """Remove the files from disk; happens by itself when the server is forgotten."""
        self.world.files.close()

    def _application(self) -> Starlette:
        bot_door = Dispatcher(
            world=self.world,
            webhook=self.webhook,
            limiter=self.limiter,
            faults=self.faults,
            log=self.log,
        )
        control = Control(
            people=self.people,
            log=self.log,
            faults=self.faults,
            limiter=self.limiter,
            switch=self.switch,
        )
        routes = [
            Route("/bot{token}/{method}", bot_door),
            Route("/file/bot{token}/{path:path}", self._download),
            Mount("/control", routes=control.routes()),
        ]
        return Starlette(
            routes=routes, middleware=[Middleware(Guard)], lifespan=self._lifespan
        )

    async def _download(self, request: Request) -> Response:
        stored = self.world.files.at_path(request.path_params["path"])
        if request.path_params["token"] != self.config.token or stored is None:
            body = {"ok": False, "error_code": 404, "description": "Not Found"}
            return JSONResponse(body, 404)
        return FileResponse(stored.blob.path, media_type="application/octet-stream")

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.world.updates.open()
        self.webhook.resume()
        try:
            yield
        finally:
            self.close()


def create_app(
    config: BotApiConfig | None = None, clock: Clock | None = None
) -> Starlette:
    """Make the application alone, for a server that needs no handle on it."""
    return BotApi(config, clock).app
