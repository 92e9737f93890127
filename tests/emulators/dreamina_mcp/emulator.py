"""The intranet endpoint in front of the public site: one door more, the same tasks behind it.

In Python:

    emulator = DreaminaMcpEmulator(JimengEmulator(clock=clock))
    async with serve(emulator.app) as url:
        emulator.faults.fail_next("lost_answer")
        ...
        assert len(emulator.log.paid_submits) == 1

Over HTTP the switches and the log are the site's own (`/__emulator__/...`, `generate` is the call
that costs), and `POST /__emulator__/shape` with `{"shape": "bare"}` chooses how orders are
answered. As a program: `python -m tests.emulators.dreamina_mcp --port 9002`.
"""

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from tests.emulators.dreamina_mcp.orders import Shape, read_order, word_answer
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.checks import Refused, session_of
from tests.emulators.log import Entry

PATH = "/dreamina/mcp/v1/image_generate"


class DreaminaMcpEmulator:
    """Takes orders by the seeds' bodies and hands them to the site.

    Args:
        site: knows the sessions, the uploads and the tasks.
        shape: how an order that was taken is answered.
    """

    def __init__(self, site: JimengEmulator, *, shape: Shape = Shape.ENVELOPE) -> None:
        self.site = site
        self.log, self.faults = site.log, site.faults
        self.shape = shape
        self.app = Starlette(
            routes=[
                site.doors.route("POST", PATH, "generate", self._order),
                Route("/__emulator__/shape", self._set_shape, methods=["POST"]),
                Mount("/", site.app),
            ]
        )

    async def _order(self, request: Request, body: bytes, entry: Entry) -> Response:
        session_id = session_of(request)
        if session_id not in self.site.credits:
            raise Refused("1015", "login error")
        if request.headers.get("content-type") != "application/json":
            raise Refused("1000", "Content-Type is not application/json")
        order = read_order(_json(body), self.site.imagex.files)
        task, is_new = await self.site.take(session_id, order)
        entry.ret = "0"
        entry.notes = {
            "task_id": task.task_id,
            "submit_id": order.submit_id,
            "paid": is_new,
            "kind": order.kind,
            "prompt": order.prompt,
            "uris": list(order.uris),
        }
        return JSONResponse(word_answer(self.shape, task, self.site.now()))

    async def _set_shape(self, request: Request) -> Response:
        self.shape = Shape((await request.json())["shape"])
        return Response(status_code=204)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Refused("1000", "the body is no JSON") from None
