"""Takes updates that Telegram posts: confirmed only once they are stored."""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.web.bodies import read_capped

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name (Bot API setWebhook)
_CAP = 1_000_000  # bytes; an update with a full text and its entities is far below

Take = Callable[[list[str]], Awaitable[None]]
"""Stores updates (JSON texts); when it returns they cannot be lost any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where updates come in.

    Attributes:
        url: as Telegram knows it; its path is served here.
        secret: what Telegram sends with each update.
        take: called with each update; an exception makes Telegram send it again.
    """

    url: str
    secret: str
    take: Take

    @property
    def path(self) -> str:
        """Of the route."""
        return urlsplit(self.url).path or "/"

    async def answer(self, request: Request) -> Response:
        """200 after the update was stored; 403, 413 and 400 for what is no update of Telegram's."""
        sent = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode(), self.secret.encode()):
            return Response(status_code=403)
        body = await read_capped(request, _CAP)
        if not _is_update(body):
            return Response(status_code=400)
        await self.take([body.decode()])
        return Response(status_code=200)


def _is_update(body: bytes) -> bool:
    try:
        update = json.loads(body.decode())
    except ValueError:
        return False
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
