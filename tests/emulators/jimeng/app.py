"""The emulator behind HTTP: the site, the upload service, the result host and the switches."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.emulators.jimeng import pictures
from tests.emulators.jimeng.checks import Refused, check_query, check_sign, session_of
from tests.emulators.jimeng.imagex import ImageXError, metadata
from tests.emulators.log import Entry

if TYPE_CHECKING:
    from tests.emulators.jimeng.emulator import JimengEmulator

GENERATE_PATH = "/mweb/v1/aigc_draft/generate"
CREDIT_PATH = "/commerce/v1/benefits/user_credit"


def build_app(emulator: "JimengEmulator") -> Starlette:
    """All routes of the emulator."""
    site, doors = Site(emulator), emulator.doors
    return Starlette(
        routes=[
            doors.route("POST", GENERATE_PATH, "generate", site.generate),
            doors.route("POST", "/mweb/v1/get_history_by_ids", "poll", site.poll),
            doors.route("POST", "/mweb/v1/get_upload_token", "token", site.token),
            doors.route("POST", CREDIT_PATH, "credit", site.credit),
            doors.route("GET", "/", "apply", site.imagex),
            doors.route("POST", "/", "commit", site.imagex),
            doors.route("POST", "/upload/v1/{store_uri:path}", "put", site.put),
            doors.route("GET", "/results/{item_id}.webp", "download", site.download),
            Route("/__emulator__/state", site.show_state),
            *doors.controls(emulator.forget_tasks),
        ]
    )


class Site:
    """One method per call."""

    def __init__(self, emulator: "JimengEmulator") -> None:
        self._emulator = emulator

    async def generate(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Take an order."""
        session_id = self._signed(request)
        check_query(request)
        task, is_new = await self._emulator.accept(session_id, _json(body))
        entry.notes = {
            "task_id": task.task_id,
            "submit_id": task.order.submit_id,
            "paid": is_new,
            "kind": task.order.kind,
            "prompt": task.order.prompt,
            "label": task.order.label,
            "uris": list(task.order.uris),
        }
        return self._emulator.doors.ok(
            entry, {"aigc_data": task.head(self._emulator.now())}
        )

    async def poll(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Answer where tasks are."""
        self._signed(request)
        check_query(request)
        root = str(request.base_url).rstrip("/")
        records = self._emulator.look_up(_json(body), root)
        entry.notes = {key: record["status"] for key, record in records.items()}
        return self._emulator.doors.ok(entry, records)

    async def token(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Give a temporary key."""
        self._signed(request)
        check_query(request)
        if _json(body) != {"scene": 2}:
            raise Refused("1000", "scene")
        return self._emulator.doors.ok(
            entry, self._emulator.imagex.issue(self._emulator.now())
        )

    async def credit(self, request: Request, body: bytes, entry: Entry) -> Response:
        """Tell the balance."""
        session_id = self._signed(request)
        if _json(body) != {}:
            raise Refused("1000", "the body is not empty")
        left = self._emulator.credits[session_id]
        credit = {"vip_credit": 0, "gift_credit": left, "purchase_credit": 0}
        return self._emulator.doors.ok(
            entry, {"credit": credit, "expiring_credits": []}
        )

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
        return JSONResponse({"ResponseMetadata": metadata(request), "Result": result})

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

    async def show_state(self, _request: Request) -> Response:
        """Tasks and credits."""
        now = self._emulator.now()
        tasks = {key: task.status(now) for key, task in self._emulator.tasks.items()}
        left = list(self._emulator.credits.values())
        return JSONResponse({"tasks": tasks, "credits": left})

    def _signed(self, request: Request) -> str:
        session_id = session_of(request)
        if session_id not in self._emulator.credits:
            raise Refused("1015", "login error")
        check_sign(request, self._emulator.now())
        return session_id


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Refused("1000", "the body is no JSON") from None
