"""The gateway's doors: its envelope, the store of the results, and the state for tests."""

import asyncio
import json
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.emulators.doors import Handler, Refused
from tests.emulators.faults import SUBMIT
from tests.emulators.hidream.faults import DOWNLOAD, POLL
from tests.emulators.hidream.orders import Fault
from tests.emulators.jimeng.pictures import huge
from tests.emulators.log import Entry

if TYPE_CHECKING:
    from tests.emulators.hidream.emulator import HidreamEmulator

_GATEWAY = "/api-pub/gw/v3/image/{module}/async"
_MODULES = frozenset({"txt2img", "img2img", "image_upscaler"})
_LONGEST = 1000  # characters of a text that the log keeps whole
RETRY_AFTER = "7"


class Gateway:
    """One method per call.

    Attributes:
        app: all routes of the emulator.
    """

    def __init__(self, emulator: "HidreamEmulator") -> None:
        self._emulator = emulator
        doors = emulator.doors
        self.app = Starlette(
            routes=[
                doors.route("POST", _GATEWAY, SUBMIT, self._enveloped(self._submit)),
                doors.route(
                    "GET", f"{_GATEWAY}/results", POLL, self._enveloped(self._poll)
                ),
                doors.route("GET", "/image/p_{name}.png", DOWNLOAD, self._download),
                Route("/__emulator__/state", self._show_state),
                *doors.controls(emulator.forget_tasks),
            ]
        )

    def _enveloped(self, handler: Handler) -> Handler:
        """Refusals of a handler, and the one that a test asked for, in the gateway's envelope."""

        async def answer(request: Request, body: bytes, entry: Entry) -> Response:
            told = self._emulator.faults.take("code", entry.call)
            if told is not None:
                fault = Fault(told.get("code", 1), told.get("message", "no"))
                raise _refused(fault, int(told.get("status", 200)))
            try:
                return await handler(request, body, entry)
            except Fault as fault:
                raise _refused(fault, fault.status) from None

        return answer

    async def _submit(self, request: Request, body: bytes, entry: Entry) -> Response:
        token = self._token(request)
        if request.headers.get("content-type") != "application/json":
            raise Fault(1000, "Content-Type is not application/json", status=415)
        order = _json(body)
        entry.body = _shortened(order)
        module, root = _module(request), str(request.base_url).rstrip("/")
        task = await self._emulator.accept(token, module, order, root)
        entry.notes = {
            "paid": True,
            "task_id": task.task_id,
            "module": module,
            "prompt": task.order.prompt,
            "count": task.order.count,
            "size": list(task.order.size),
            "sources": len(task.order.sources),
            "request_id": task.order.request_id,
        }
        result = {"sub_task_ids": list(task.parts), "task_id": task.task_id}
        return JSONResponse(envelope(result, task.order.request_id))

    async def _poll(self, request: Request, _body: bytes, entry: Entry) -> Response:
        token, module = self._token(request), _module(request)
        faults = self._emulator.faults
        if module != "txt2img" and faults.take("elsewhere", POLL) is not None:
            return HTMLResponse("<html>404</html>", status_code=404)
        result = self._emulator.look_up(token, request.query_params.get("task_id"))
        entry.notes = {"task_id": result["task_id"], "module": module}
        return JSONResponse(envelope(result))

    async def _download(self, request: Request, _body: bytes, entry: Entry) -> Response:
        """Serve a result while its address is good; the store asks for no key."""
        emulator = self._emulator
        entry.notes = {"name": request.path_params["name"]}
        expires = request.query_params.get("expires", "")
        if not expires.isdecimal() or int(expires) < emulator.doors.now():
            return Response("expired", status_code=403)
        if emulator.faults.take("huge_result", DOWNLOAD) is not None:
            return Response(huge(), media_type="image/png")
        if emulator.faults.take("broken_result", DOWNLOAD) is not None:
            return HTMLResponse("<html>not a picture</html>")
        data = await asyncio.to_thread(emulator.picture, request.path_params["name"])
        if data is None:
            return Response("no such picture", status_code=404)
        return Response(data, media_type="image/png")

    async def _show_state(self, _request: Request) -> Response:
        """Tasks by the statuses of their pictures, credits, and the callbacks."""
        emulator = self._emulator
        now = emulator.doors.now()
        tasks = {
            key: [task.status(index, now) for index in range(len(task.parts))]
            for key, task in emulator.tasks.items()
        }
        return JSONResponse(
            {
                "tasks": tasks,
                "credits": list(emulator.credits.values()),
                "deliveries": [asdict(each) for each in emulator.callbacks.deliveries],
            }
        )

    def _token(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._emulator.credits:
            raise Fault(401, "invalid token", status=401)
        if request.headers.get("x-accept-language", "zh") not in {"en", "zh"}:
            raise Fault(1001, "invalid parameter: X-accept-language")
        return token


def envelope(result: Any, request_id: str = "") -> dict[str, Any]:
    """An answer that says yes."""
    return {
        "code": 0,
        "message": "Success",
        "request_id": request_id or "emu",
        "result": result,
    }


def _refused(fault: Fault, status: int) -> Refused:
    body = {"code": fault.code, "message": fault.message, "request_id": "emu"}
    is_busy = status == HTTPStatus.TOO_MANY_REQUESTS
    return Refused(status, body, {"retry-after": RETRY_AFTER} if is_busy else None)


def _module(request: Request) -> str:
    module = str(request.path_params["module"])
    if module not in _MODULES:
        raise Fault(2031, "module not supported")
    return module


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Fault(1000, "the body is no JSON") from None


def _shortened(value: Any) -> Any:
    """The body for the log: pictures cut short."""
    if isinstance(value, dict):
        return {key: _shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shortened(part) for part in value]
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:80]}... ({len(value)})"
    return value
