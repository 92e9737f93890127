"""The page's own doors: its files, the scene, the websocket, and what goes on behind the stage.

====== ==================== =====================================================
GET    /                    the page
GET    /page/static/{file}  its styles and scripts
GET    /page/samples/{file} pictures at hand for a first try
GET    /page/scene          persons, chats, commands, engines, numbers to listen from
WS     /page/live           events and calls as they happen
GET    /page/backstage      ``user_id``: ledger, jobs and the state of the bot
POST   /page/kill           kill -9 the bot, and start it again
POST   /page/trouble        ``provider``, ``trouble``: of a service, None ends all of its
====== ==================== =====================================================

The chat itself goes through ``/control`` (see `bot.playground.botapi.control`).
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from typing_extensions import override

from bot.playground.botapi import BotApi
from bot.playground.page.backstage import Backstage
from bot.playground.page.cast import Cast
from bot.playground.page.keeper import Keeper
from bot.playground.page.live import Live
from bot.playground.page.mischief import WORDS
from bot.playground.page.services import Services
from bot.playground.tour.troubles import TourFailed
from bot.storage.errors import StorageError

Json = dict[str, Any]
_STATIC = Path(str(files("bot.playground.page") / "static"))
_SAMPLES = Path(str(files("bot.playground") / "samples"))
# A newer playground at the same address brings newer files.
_FRESH = {"Cache-Control": "no-cache"}
# Nothing comes from elsewhere, and no other page shows this one. Sizes of pictures are inline styles.
_HEADERS = _FRESH | {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
}


class _Fresh(StaticFiles):
    """Files that a browser asks about each time."""

    @override
    def file_response(self, *args: Any, **options: Any) -> Response:
        response = super().file_response(*args, **options)
        response.headers.update(_FRESH)
        return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The routes in front of the Bot API's.

    Attributes:
        engines: who makes what, by the name of the bot's setting.
        boot: tells a page that outlived a playground from one of this playground.
    """

    telegram: BotApi
    cast: Cast
    keeper: Keeper
    backstage: Backstage
    services: Services
    engines: dict[str, str]
    boot: str = field(default_factory=lambda: secrets.token_hex(4))

    def routes(self) -> list[BaseRoute]:
        """List the routes."""
        return [
            Route("/", self._page),
            Mount("/page/static", _Fresh(directory=_STATIC)),
            Mount("/page/samples", _Fresh(directory=_SAMPLES)),
            Route("/page/scene", self._scene),
            WebSocketRoute("/page/live", Live(self.telegram).follow),
            Route("/page/backstage", self._backstage),
            Route("/page/kill", self._kill, methods=["POST"]),
            Route("/page/trouble", self._trouble, methods=["POST"]),
        ]

    async def _page(self, _request: Request) -> Response:
        return FileResponse(_STATIC / "index.html", headers=_HEADERS)

    async def _scene(self, _request: Request) -> Response:
        world = self.telegram.world
        chats = [
            chat.to_api()
            | {
                "members": [key for key in chat.members if key != world.bot.user_id],
                "topics": [asdict(topic) for topic in chat.topics.values()],
            }
            for chat in world.chats.values()
        ]
        return JSONResponse(
            {
                "boot": self.boot,
                "bot": world.bot.to_api(),
                "state": self.keeper.state,
                "persons": self.cast.persons,
                "chats": chats,
                "engines": self.engines,
                "services": self.services.shown(),
                "words": WORDS,
                "switches": {"flood_limits": self.telegram.config.flood_limits},
                "events": world.events.last_seq,
            }
        )

    async def _backstage(self, request: Request) -> Response:
        asked = request.query_params.get("user_id", "")
        if not asked.isdecimal():
            return JSONResponse({"error": "whose? user_id is a number"}, 400)
        try:
            view = await self.backstage.look(int(asked))
        except StorageError as error:
            return JSONResponse({"error": str(error)}, 503)
        return JSONResponse(view | {"bot": self.keeper.state})

    async def _kill(self, _request: Request) -> Response:
        try:
            await self.keeper.kill_and_restart()
        except TourFailed as error:
            return JSONResponse({"error": str(error)}, 500)
        return JSONResponse({"bot": self.keeper.state})

    async def _trouble(self, request: Request) -> Response:
        wish = await request.json()
        return await _answered(lambda: self.services.trouble(**wish))


async def _answered(act: Callable[[], None]) -> Response:
    try:
        act()
    except (LookupError, ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return JSONResponse({})
