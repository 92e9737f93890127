"""What the doors of every HTTP emulator have: a log, switches for failures, and the same controls.

Over HTTP: `GET /__emulator__/log`, `POST /__emulator__/fail` with
`{"name": "lost_answer", "call": "submit", "times": 1}`, `DELETE /__emulator__/fail`,
`POST /__emulator__/forget`.

These failures every emulator knows, at any call:

| name | more | what happens |
|---|---|---|
| lost_answer | | carried out, then the connection is cut |
| dropped | | cut before anything is carried out |
| slow | seconds | the answer waits for the clock |
| http_error | status, body | an answer of a proxy: HTML, unless `body` is JSON |
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from providers.clock import Clock
from tests.emulators.server import cut, gone

SUBMIT = "submit"
ANYWHERE = ("lost_answer", "dropped", "slow", "http_error")
FOREVER = -1
EVERY = "*"


class Refused(Exception):
    """An answer that says no."""

    def __init__(
        self, status: int, body: Any, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request and what became of it.

    Attributes:
        headers: names in lower case; not shown over HTTP, they hold the key.
        body: parsed JSON, or the fields of a form with the sizes of its files.
        notes: what the emulator made of it; `paid` marks a submit that was taken.
    """

    call: str
    at: float
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    status: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    def public(self) -> dict[str, Any]:
        """As JSON, without the key."""
        names = ("call", "at", "path", "query", "body", "status", "notes")
        return {name: getattr(self, name) for name in names}


class Log:
    """All requests in the order of their arrival."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._news = asyncio.Event()

    def changed(self) -> None:
        """Wake those who wait."""
        self._news.set()

    async def wait(
        self,
        holds: Callable[["Log"], bool],
        timeout: float = 30.0,  # noqa: ASYNC109 - a wait is told how long it may last
    ) -> None:
        """Come back when something is true of the log, or raise `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    def of(self, call: str) -> list[Entry]:
        """The requests of one kind."""
        return [entry for entry in self.entries if entry.call == call]

    @property
    def paid_submits(self) -> list[Entry]:
        """The submits that were taken."""
        return [entry for entry in self.entries if entry.notes.get("paid")]

    def counts(self) -> dict[str, int]:
        """How many requests of each kind, and how many submits were paid."""
        counted = Counter(entry.call for entry in self.entries)
        return {**counted, "paid_submits": len(self.paid_submits)}


@dataclass(slots=True, kw_only=True)
class Fault:
    """One switch that is on."""

    name: str
    call: str
    times: int
    more: dict[str, Any]


class Faults:
    """The switches that are on, in the order in which they were set."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take the emulator's own failures and the call that each concerns."""
        self._known = {**dict.fromkeys(ANYWHERE, SUBMIT), **own}
        self._waiting: list[Fault] = []

    def fail_next(
        self, name: str, *, call: str | None = None, times: int = 1, **more: Any
    ) -> None:
        """Switch a failure on for the next calls; `times=-1` until `clear`, `call="*"` for all."""
        if name not in self._known:
            raise ValueError(f"no failure is called {name}")
        call = call or self._known[name]
        self._waiting.append(Fault(name=name, call=call, times=times, more=more))

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, name: str, call: str = SUBMIT) -> dict[str, Any] | None:
        """The details of a failure whose turn it is; counts it down."""
        for fault in self._waiting:
            if fault.name == name and fault.call in {call, EVERY}:
                if fault.times != FOREVER:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault.more
        return None


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
            entry = self._enter(call, request)
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

    def _enter(self, call: str, request: Request) -> Entry:
        entry = Entry(
            call=call,
            at=self.now(),
            path=request.url.path,
            query=dict(request.query_params),
            headers=dict(request.headers),
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
            return await handler(request, body, entry)
        except Refused as no:
            return JSONResponse(no.body, status_code=no.status, headers=no.headers)

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
