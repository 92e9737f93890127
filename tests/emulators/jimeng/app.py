"""The emulator behind HTTP: the site, the upload service, the result host and the switches."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.emulators.jimeng import pictures
from tests.emulators.jimeng.checks import Refused, check_query, check_sign, session_of
from tests.emulators.jimeng.imagex import ImageXError
from tests.emulators.jimeng.log import Entry
from tests.emulators.server import cut, gone

if TYPE_CHECKING:
    from tests.emulators.jimeng.emulator import JimengEmulator

Handler = Callable[[Request, bytes, Entry], Awaitable[Response]]


def build_app(emulator: "JimengEmulator") -> Starlette:
    """All routes of the emulator."""
    doors = Doors(emulator)
    calls: list[tuple[str, str, str, Handler]] = [
        ("/mweb/v1/aigc_draft/generate", "POST", "generate", doors.generate),
        ("/mweb/v1/get_history_by_ids", "POST", "poll", doors.poll),
        ("/mweb/v1/get_upload_token", "POST", "token", doors.token),
        ("/commerce/v1/benefits/user_credit", "POST", "credit", doors.credit),
        ("/", "GET", "apply", doors.imagex),
        ("/", "POST", "commit", doors.imagex),
        ("/upload/v1/{store_uri:path}", "POST", "put", doors.put),
        ("/results/{item_id}.webp", "GET", "download", doors.download),
    ]
    return Starlette(
        routes=[
            *(
                Route(path, doors.guarded(name, handler), methods=[method])
                for path, method, name, handler in calls
            ),
            Route("/__emulator__/log", doors.show_log),
            Route("/__emulator__/state", doors.show_state),
            Route("/__emulator__/fail", doors.set_fault, methods=["POST", "DELETE"]),
            Route("/__emulator__/forget", doors.forget, methods=["POST"]),
        ]
    )


class Doors:
    """One method per call; `guarded` logs it and lets the general failures happen."""

    def __init__(self, emulator: "JimengEmulator") -> None:
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
        try:
            parsed: Any = json.loads(body) if body else None
        except ValueError:
            parsed = len(body)
        entry = Entry(
            call=call,
            at=self._emulator.now(),
            path=request.url.path,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=parsed,
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
        if (refusal := faults.take("ret", call)) is not None:
            entry.ret = str(refusal.get("code", "1015"))
            return self._envelope(None, entry.ret, str(refusal.get("message", "no")))
        try:
            return await handler(request, body, entry)
        except Refused as refused:
            entry.ret = refused.ret
            return self._envelope(refused.data, refused.ret, refused.message)
        except ImageXError as fault:
            return _imagex_error(request, fault)

    async def generate(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Take an order."""
        session_id = self._signed(request)
        check_query(request)
        task, is_new = await self._emulator.accept(session_id, _json(body))
        entry.notes = {
            "task_id": task.task_id,
            "submit_id": task.order.submit_id,
            "is_new": is_new,
            "kind": task.order.kind,
            "prompt": task.order.prompt,
            "label": task.order.label,
            "uris": list(task.order.uris),
        }
        return self._ok(entry, {"aigc_data": task.head(self._emulator.now())})

    async def poll(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Answer where tasks are."""
        self._signed(request)
        check_query(request)
        root = str(request.base_url).rstrip("/")
        records = self._emulator.look_up(_json(body), root)
        entry.notes = {key: record["status"] for key, record in records.items()}
        return self._ok(entry, records)

    async def token(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Give a temporary key."""
        self._signed(request)
        check_query(request)
        if _json(body) != {"scene": 2}:
            raise Refused("1000", "scene")
        return self._ok(entry, self._emulator.imagex.issue(self._emulator.now()))

    async def credit(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Tell the balance."""
        session_id = self._signed(request)
        if _json(body) != {}:
            raise Refused("1000", "the body is not empty")
        left = self._emulator.credits[session_id]
        credit = {"vip_credit": 0, "gift_credit": left, "purchase_credit": 0}
        return self._ok(entry, {"credit": credit, "expiring_credits": []})

    async def imagex(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Apply and commit, told apart by `Action`."""
        imagex, now = self._emulator.imagex, self._emulator.now()
        imagex.verify(request, body, now)
        action = request.query_params.get("Action")
        if request.query_params.get("Version") != "2018-08-01":
            raise ImageXError("InvalidParameter", "Version")
        if (request.method, action) == ("GET", "ApplyImageUpload"):
            result = imagex.apply(request, request.url.netloc)
        elif (request.method, action) == ("POST", "CommitImageUpload"):
            result = imagex.commit(request, _json(body))
        else:
            raise ImageXError("InvalidAction", f"{request.method} {action}", 404)
        entry.notes = {"action": action}
        return JSONResponse({"ResponseMetadata": _metadata(request), "Result": result})

    async def put(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Take the bytes of a picture."""
        store_uri = request.path_params["store_uri"]
        entry.body = len(body)
        entry.notes = {"store_uri": store_uri}
        return JSONResponse(self._emulator.imagex.put(request, store_uri, body))

    async def download(self, request: Request, _body: bytes, entry: Entry) -> Response:
        """Serve a result while its address is good."""
        emulator, query = self._emulator, request.query_params
        item_id = request.path_params["item_id"]
        entry.notes = {"item_id": item_id}
        expires = query.get("x-expires", "")
        if not expires.isdecimal() or int(expires) < emulator.now():
            return Response("expired", status_code=403)
        if query.get("x-signature") != emulator.sign_link(
            request.url.path, int(expires)
        ):
            return Response("wrong signature", status_code=403)
        if emulator.faults.take("huge_result", "download") is not None:
            return Response(pictures.huge(), media_type="image/png")
        if emulator.faults.take("broken_result", "download") is not None:
            return HTMLResponse("<html>not a picture</html>")
        data = await asyncio.to_thread(emulator.picture, item_id)
        if data is None:
            return Response("no such picture", status_code=404)
        return Response(data, media_type="image/webp")

    async def show_log(self, _request: Request) -> Response:
        """All entries and their counts."""
        log = self._emulator.log
        entries = [entry.public() for entry in log.entries]
        return JSONResponse({"entries": entries, "counts": log.counts()})

    async def show_state(self, _request: Request) -> Response:
        """Tasks and credits."""
        now = self._emulator.now()
        tasks = {key: task.status(now) for key, task in self._emulator.tasks.items()}
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

    def _signed(self, request: Request) -> str:
        session_id = session_of(request)
        if session_id not in self._emulator.credits:
            raise Refused("1015", "login error")
        check_sign(request, self._emulator.now())
        return session_id

    def _ok(self, entry: Entry, data: Any) -> Response:
        entry.ret = "0"
        return self._envelope(data)

    def _envelope(
        self, data: Any, ret: str = "0", message: str = "success"
    ) -> Response:
        return JSONResponse(
            {
                "ret": ret,
                "errmsg": message,
                "systime": str(int(self._emulator.now())),
                "logid": "EMU",
                "data": data,
            }
        )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Refused("1000", "the body is no JSON") from None


def _metadata(request: Request) -> dict[str, Any]:
    return {
        "RequestId": "EMU",
        "Action": request.query_params.get("Action", ""),
        "Version": "2018-08-01",
        "Service": "imagex",
        "Region": "cn-north-1",
    }


def _imagex_error(request: Request, error: ImageXError) -> Response:
    said = {"Code": error.code, "CodeN": 100_000, "Message": error.message}
    metadata = _metadata(request) | {"Error": said}
    return JSONResponse({"ResponseMetadata": metadata}, status_code=error.status)
