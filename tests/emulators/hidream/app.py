"""The emulator behind HTTP: the gateway, the store of the results and the switches."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.emulators.hidream.orders import Refused
from tests.emulators.jimeng.log import Entry
from tests.emulators.jimeng.pictures import huge
from tests.emulators.server import cut, gone

if TYPE_CHECKING:
    from tests.emulators.hidream.emulator import HidreamEmulator

Handler = Callable[[Request, bytes, Entry], Awaitable[Response]]
_GATEWAY = "/api-pub/gw/v3/image"
_MODULES = frozenset({"txt2img", "img2img", "image_upscaler"})
_PICTURES_IN_LOG = 80  # characters of a base64 text that the log keeps


def build_app(emulator: "HidreamEmulator") -> Starlette:
    """All routes of the emulator."""
    doors = _Doors(emulator)
    submit, poll = (
        doors.guarded("submit", doors.submit),
        doors.guarded("poll", doors.poll),
    )
    download = doors.guarded("download", doors.download)
    return Starlette(
        routes=[
            Route(f"{_GATEWAY}/{{module}}/async", submit, methods=["POST"]),
            Route(f"{_GATEWAY}/{{module}}/async/results", poll, methods=["GET"]),
            Route("/image/p_{name}.png", download, methods=["GET"]),
            Route("/__emulator__/log", doors.show_log),
            Route("/__emulator__/state", doors.show_state),
            Route("/__emulator__/fail", doors.set_fault, methods=["POST", "DELETE"]),
            Route("/__emulator__/forget", doors.forget, methods=["POST"]),
        ]
    )


class _Doors:
    """One method per call; `guarded` logs it and lets the general failures happen."""

    def __init__(self, emulator: "HidreamEmulator") -> None:
        self._emulator = emulator

    def guarded(
        self, call: str, handler: Handler
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a call."""

        async def endpoint(request: Request) -> Response:
            body = await request.body()
            entry = self._enter(call, request, body)
            faults = self._emulator.faults
            if faults.take("dropped", call) is not None:
                return await cut(request)
            if (slow := faults.take("slow", call)) is not None:
                await self._dawdle(request, float(slow.get("seconds", 60)))
            response = await self._answered(call, handler, request, body, entry)
            entry.status = response.status_code
            self._emulator.log.changed()
            if faults.take("lost_answer", call) is not None:
                return await cut(request)
            return response

        return endpoint

    def _enter(self, call: str, request: Request, body: bytes) -> Entry:
        entry = Entry(
            call=call,
            at=self._emulator.now(),
            path=request.url.path,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=_shortened(_parsed(body)),
        )
        self._emulator.log.entries.append(entry)
        self._emulator.log.changed()
        return entry

    async def _dawdle(self, request: Request, seconds: float) -> None:
        waits = {
            asyncio.ensure_future(self._emulator.clock.sleep(seconds)),
            asyncio.ensure_future(gone(request)),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _answered(
        self, call: str, handler: Handler, request: Request, body: bytes, entry: Entry
    ) -> Response:
        faults = self._emulator.faults
        if (error := faults.take("http_error", call)) is not None:
            page = "<html>Bad Gateway</html>"
            return HTMLResponse(page, status_code=int(error.get("status", 502)))
        try:
            self._refuse_if_told(call)
            return await handler(request, body, entry)
        except Refused as refused:
            entry.ret = str(refused.code)
            answer = _envelope(refused.code, refused.message, None, refused.status)
            if refused.status == 429:
                answer.headers["retry-after"] = "7"
            return answer

    def _refuse_if_told(self, call: str) -> None:
        refusal = self._emulator.faults.take("code", call)
        if refusal is not None:
            raise Refused(
                int(refusal.get("code", 1)),
                str(refusal.get("message", "no")),
                int(refusal.get("status", 200)),
            )

    async def submit(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Take an order."""
        token = self._token(request)
        if request.headers.get("content-type") != "application/json":
            raise Refused(1000, "Content-Type is not application/json", status=415)
        module, root = _module(request), str(request.base_url).rstrip("/")
        task = await self._emulator.accept(token, module, _json(body), root)
        entry.ret = "0"
        entry.notes = {
            "task_id": task.task_id,
            "module": module,
            "prompt": task.order.prompt,
            "count": task.order.count,
            "size": list(task.order.size),
            "sources": len(task.order.sources),
            "request_id": task.order.request_id,
        }
        result = {"sub_task_ids": list(task.parts), "task_id": task.task_id}
        return _envelope(0, "Success", result, request_id=task.order.request_id)

    async def poll(self, request: Request, _body: bytes, entry: Entry) -> Response:
        """Answer where a task is."""
        token, module = self._token(request), _module(request)
        if (
            module != "txt2img"
            and self._emulator.faults.take("elsewhere", "poll") is not None
        ):
            return HTMLResponse("<html>404</html>", status_code=404)
        result = self._emulator.look_up(token, request.query_params.get("task_id"))
        entry.ret = "0"
        entry.notes = {"task_id": result["task_id"], "module": module}
        return _envelope(0, "Success", result)

    async def download(self, request: Request, _body: bytes, entry: Entry) -> Response:
        """Serve a result while its address is good; the store asks for no key."""
        emulator = self._emulator
        entry.notes = {"name": request.path_params["name"]}
        expires = request.query_params.get("expires", "")
        if not expires.isdecimal() or int(expires) < emulator.now():
            return Response("expired", status_code=403)
        if emulator.faults.take("huge_result", "download") is not None:
            return Response(huge(), media_type="image/png")
        if emulator.faults.take("broken_result", "download") is not None:
            return HTMLResponse("<html>not a picture</html>")
        data = await asyncio.to_thread(emulator.picture, request.path_params["name"])
        if data is None:
            return Response("no such picture", status_code=404)
        return Response(data, media_type="image/png")

    async def show_log(self, _request: Request) -> Response:
        """All entries, their counts, and the callbacks."""
        log = self._emulator.log
        return JSONResponse(
            {
                "entries": [entry.public() for entry in log.entries],
                "counts": log.counts(),
                "deliveries": [asdict(delivery) for delivery in log.deliveries],
            }
        )

    async def show_state(self, _request: Request) -> Response:
        """Tasks, by the statuses of their pictures, and credits."""
        now = self._emulator.now()
        tasks = {
            key: [task.status(index, now) for index in range(len(task.parts))]
            for key, task in self._emulator.tasks.items()
        }
        left = list(self._emulator.credits.values())
        return JSONResponse({"tasks": tasks, "credits": left})

    async def set_fault(self, request: Request) -> Response:
        """Switch a failure on, or all of them off."""
        if request.method == "DELETE":
            self._emulator.faults.clear()
        else:
            self._emulator.faults.fail_next(**await request.json())
        return Response(status_code=204)

    async def forget(self, _request: Request) -> Response:
        """Lose all tasks."""
        self._emulator.forget_tasks()
        return Response(status_code=204)

    def _token(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._emulator.credits:
            raise Refused(401, "invalid token", status=401)
        if request.headers.get("x-accept-language", "zh") not in {"en", "zh"}:
            raise Refused(1001, "invalid parameter: X-accept-language")
        return token


def _module(request: Request) -> str:
    module = str(request.path_params["module"])
    if module not in _MODULES:
        raise Refused(2031, "module not supported")
    return module


def _envelope(
    code: int, message: str, result: Any, status: int = 200, request_id: str = ""
) -> Response:
    body = {"code": code, "message": message, "request_id": request_id or "emu"}
    return JSONResponse(
        body if result is None else body | {"result": result}, status_code=status
    )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Refused(1000, "the body is no JSON") from None


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return len(body)


def _shortened(value: Any) -> Any:
    """The body for the log: pictures cut short."""
    if isinstance(value, dict):
        return {key: _shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shortened(part) for part in value]
    if isinstance(value, str) and len(value) > 1000:
        return f"{value[:_PICTURES_IN_LOG]}... ({len(value)})"
    return value
