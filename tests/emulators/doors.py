"""What the doors of every HTTP emulator have: a log, switches for failures, and the same controls.

Over HTTP: `GET /__emulator__/log`, `POST /__emulator__/fail` with
`{"name": "lost_answer", "call": "submit", "times": 1}`, `DELETE /__emulator__/fail`,
`POST /__emulator__/forget`. The names of failures stand in `faults.py`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from providers.clock import Clock
from tests.emulators.faults import Faults
from tests.emulators.log import Entry, Log
from tests.emulators.server import cut, gone


class Refused(Exception):
    """An answer that says no."""

    def __init__(
        self, status: int, body: Any, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


Handler = Callable[[Request, bytes, Entry], Awaitable[Response]]


class Doors:
    """Makes routes out of handlers: logged, and failing when told to."""

    def __init__(self, clock: Clock, own_faults: Mapping[str, str]) -> None:
        self.clock = clock
        self.log = Log()
        self.faults = Faults(own_faults)

    def now(self) -> float:
        """Unix seconds."""
        return self.clock.now().timestamp()

    def route(self, method: str, path: str, call: str, handler: Handler) -> Route:
        """One door."""

        async def endpoint(request: Request) -> Response:
            body = await request.body()
            entry = self._enter(call, request, body)
            if self.faults.take("dropped", call) is not None:
                return await cut(request)
            if (slow := self.faults.take("slow", call)) is not None:
                await self._dawdle(request, float(slow.get("seconds", 60)))
            response = await self._answered(call, handler, request, body, entry)
            entry.status = response.status_code
            self.log.changed()
            if self.faults.take("lost_answer", call) is not None:
                return await cut(request)
            return response

        return Route(path, endpoint, methods=[method])

    def controls(self, forget: Callable[[], None]) -> list[Route]:
        """The doors for whoever runs the emulator as a program."""

        async def show_log(_request: Request) -> Response:
            entries = [entry.public() for entry in self.log.entries]
            return JSONResponse({"entries": entries, "counts": self.log.counts()})

        async def set_fault(request: Request) -> Response:
            if request.method == "DELETE":
                self.faults.clear()
            else:
                self.faults.fail_next(**await request.json())
            return Response(status_code=204)

        async def lose(_request: Request) -> Response:
            forget()
            return Response(status_code=204)

        return [
            Route("/__emulator__/log", show_log),
            Route("/__emulator__/fail", set_fault, methods=["POST", "DELETE"]),
            Route("/__emulator__/forget", lose, methods=["POST"]),
        ]

    def _enter(self, call: str, request: Request, body: bytes) -> Entry:
        entry = Entry(
            call=call,
            at=self.now(),
            path=request.url.path,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=self._told(body),
        )
        self.log.entries.append(entry)
        self.log.changed()
        return entry

    async def _answered(
        self, call: str, handler: Handler, request: Request, body: bytes, entry: Entry
    ) -> Response:
        if (error := self.faults.take("http_error", call)) is not None:
            status = int(error.get("status", 502))
            if "body" in error:
                return JSONResponse(error["body"], status_code=status)
            return HTMLResponse("<html>Bad Gateway</html>", status_code=status)
        try:
            return await self._served(call, handler, request, body, entry)
        except Refused as no:
            return JSONResponse(no.body, status_code=no.status, headers=no.headers)

    async def _served(
        self, call: str, handler: Handler, request: Request, body: bytes, entry: Entry
    ) -> Response:
        """The handler's answer; `call` is for services with refusals at every door."""
        del call
        return await handler(request, body, entry)

    def _told(self, body: bytes) -> Any:
        """What the log says of a body before a handler has read it."""
        del body

    async def _dawdle(self, request: Request, seconds: float) -> None:
        waits = {
            asyncio.ensure_future(self.clock.sleep(seconds)),
            asyncio.ensure_future(gone(request)),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
