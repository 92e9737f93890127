"""Keeps foreign web pages out: what they make a browser send here is refused.

A page of another origin can post to a loopback port without being asked (CSRF), open a websocket
to it, or, behind a name that it points at 127.0.0.1, read answers too (DNS rebinding). Browsers
tell on it: by `Origin` with each post and websocket, by `Sec-Fetch-Site` with everything, and by
`Host`, which then is no loopback name. Programs send neither of the first two.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OURS = frozenset({"same-origin", "none"})  # "none": typed, or from a bookmark


class Guard:
    """Answers 403 to what a foreign page asked for, and hands everything else on.

    Args:
        app: what is guarded.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket."""
        reason = None if scope["type"] == "lifespan" else _foreign(scope)
        if reason is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close()  # before accept: 403
        else:
            await JSONResponse({"error": reason}, 403)(scope, receive, send)


def _foreign(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _name(f"//{host}") not in LOOPBACK:
        return f"this is not {host}: come by 127.0.0.1 or localhost"
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return f"not for pages of {origin}"
    if headers.get("sec-fetch-site", "none") not in _OURS and not _is_visit(headers):
        return "not for other pages"
    return None


def _is_visit(headers: Headers) -> bool:
    """Whether somebody follows a link here: a whole page that is shown, and changes nothing."""
    return (
        headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
        and "origin" not in headers  # a form that is posted has one
    )


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
