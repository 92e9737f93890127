"""The gateway as one key sees it.

Calls: `submit`, `poll`, `download`. Failures beside those of `faults` and `results`:

| name | call | more | what happens |
|---|---|---|---|
| too_many | submit | seconds | 429, with `Retry-After` |
| refuse | submit, poll | form, status, code, message | an error in one of four forms |
| no_quota | submit | | 403 `insufficient_user_quota` |
| no_channel | submit | | 503, no channel for the model |
| queue | submit | seconds | the task waits in line first |
| task_fails | submit | message | the task ends as failed |
| unsafe | submit | count | so many pictures of the next list are withheld |
| no_sense | submit | | 200 without a task and without pictures |
| late_id | submit | polls | the task is missing from so many queries |

`EMU_BLOCK` in a prompt is refused: with 422 where the answer is a list, as a failed task else.
"""

import asyncio
import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import override

from providers.clock import Clock
from tests.emulators import results
from tests.emulators.doors import Refused
from tests.emulators.forms import BrokenForm, read_form, told
from tests.emulators.ideogram.orders import Ordered, read_upscale
from tests.emulators.ideogram_gateway.errors import Form, refusal
from tests.emulators.keyed import KeyedEmulator
from tests.emulators.log import Entry

KEY = "emulator-gateway-key"
TASK_PATHS = {
    "ours": "/ideogram/tasks/{task_id}",
    "kling": "/kling/v1/images/generations/{task_id}",
}


class Shape(StrEnum):
    """How an order is answered, and a task is told."""

    TASK = "task"  # the seed's envelope; Kling's words in the query
    COMET = "comet"  # the same order; the query with `status`, `images` and code 200
    LATE_LIST = "late_list"  # the query ends with the list of pictures itself
    LIST = "list"  # the pictures at once, as Ideogram itself answers


@dataclass(slots=True, kw_only=True)
class Task:
    """An order under way."""

    task_id: str
    order: Ordered
    created_at: float
    names: list[str]  # of its pictures at the result host
    failure: str = ""
    hidden_polls: int = 0
    is_stale: bool = False


class GatewayEmulator(KeyedEmulator):
    """Takes upscales.

    Args:
        clock: of the tasks and the addresses.
        key: the bearer key that is known.
        shape: of the answers.
        run_seconds: from order to picture, by the clock.
        factor: how much larger the pictures become.
        link_life: seconds that an address works.
    """

    own_faults: ClassVar[tuple[str, ...]] = (
        "too_many",
        "refuse",
        "no_quota",
        "no_channel",
        "queue",
        "task_fails",
        "unsafe",
        "no_sense",
        "late_id",
    )

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        key: str = KEY,
        shape: Shape = Shape.TASK,
        run_seconds: float = 6.0,
        factor: int = 2,
        link_life: float = 86_400.0,
    ) -> None:
        super().__init__(clock, key=key, run_seconds=run_seconds, link_life=link_life)
        self.shape = shape
        self.tasks: dict[str, Task] = {}
        self._factor = factor
        self._ids = itertools.count(1)
        route = self.doors.route
        self.app = self.opened(
            route("POST", "/ideogram/upscale", "submit", self._upscale),
            *(route("GET", path, "poll", self._query) for path in TASK_PATHS.values()),
        )

    @override
    def forget(self) -> None:
        """The gateway loses every task."""
        self.tasks.clear()

    async def _upscale(self, request: Request, body: bytes, entry: Entry) -> Response:
        self._check_headers(request)
        try:
            parts = read_form(request, body)
        except BrokenForm as broken:
            raise refusal(Form.NEW_API, 400, "invalid", str(broken)) from None
        entry.body = told(parts)
        order = read_upscale(parts, wants_json_type=False)
        self._refuse(order)
        entry.notes = {"paid": True, "count": order.count, "prompt": order.prompt}
        if self.faults.take("no_sense") is not None:
            return JSONResponse({"code": 0, "message": "SUCCEED", "data": {}})
        task = await asyncio.to_thread(self._start, order)
        entry.notes["task_id"] = task.task_id
        if self.shape is Shape.LIST:
            await self.doors.clock.sleep(self.run_seconds)
            return JSONResponse({"created": 1, "data": self._list(task, request)})
        return self._envelope({"task_status": "submitted", **self._times(task)}, code=0)

    def _check_headers(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.key}":
            raise refusal(Form.NEW_API, 401, "invalid_api_key", "invalid token")
        if request.headers.get("accept") != "application/json":
            raise refusal(Form.NEW_API, 400, "invalid", "Accept is required")

    def _refuse(self, order: Ordered) -> None:
        if (busy := self.faults.take("too_many")) is not None:
            wait = {"Retry-After": str(busy.get("seconds", 1))}
            body = refusal(Form.NEW_API, 429, "rate_limit", "too many requests").body
            raise Refused(429, body, wait)
        if (no := self.faults.take("refuse")) is not None:
            raise _refusal(no)
        if self.faults.take("no_quota") is not None:
            raise refusal(Form.NEW_API, 403, "insufficient_user_quota", "top up")
        if self.faults.take("no_channel") is not None:
            raise refusal(Form.NEW_API, 503, "no_channel", "no available channel")
        if "EMU_BLOCK" in order.prompt and self.shape is Shape.LIST:
            raise refusal(Form.IDEOGRAM, 422, "", "prompt failed the safety check")

    def _start(self, order: Ordered) -> Task:
        assert order.source is not None
        picture = results.enlarge(order.source, self._factor)
        task = Task(
            task_id=f"emu+{next(self._ids)}==",  # as base64: has to be quoted in a path
            order=order,
            created_at=self.doors.now(),
            names=[self.host.put(picture) for _ in range(order.count)],
        )
        if (line := self.faults.take("queue")) is not None:
            task.created_at += float(line.get("seconds", 30))
        if (fails := self.faults.take("task_fails")) is not None:
            task.failure = str(fails.get("message", "internal error"))
        if "EMU_BLOCK" in order.prompt:
            task.failure = "the picture violates the content policy"
        task.hidden_polls = (self.faults.take("late_id") or {}).get("polls", 0)
        task.is_stale = self.faults.take("expired_links") is not None
        self.tasks[task.task_id] = task
        return task

    async def _query(self, request: Request, _body: bytes, entry: Entry) -> Response:
        self._check_headers(request)
        if (no := self.faults.take("refuse", "poll")) is not None:
            raise _refusal(no)
        task_id = request.path_params["task_id"]
        task = self.tasks.get(task_id)
        entry.notes = {"task_id": task_id}
        if task is None or task.hidden_polls:
            if task is not None:
                task.hidden_polls -= 1
            raise refusal(Form.NEW_API, 404, "task_not_exist", "task not found")
        if self.doors.now() < task.created_at + self.run_seconds:
            return self._told(task, "processing", request)
        return self._told(task, "failed" if task.failure else "succeed", request)

    def _told(self, task: Task, status: str, request: Request) -> Response:
        is_done = status == "succeed"
        if self.shape is Shape.LATE_LIST and is_done:
            return JSONResponse({"created": 1, "data": self._list(task, request)})
        pictures = self._list(task, request) if is_done else []
        told = {**self._times(task), "task_status_msg": task.failure}
        if self.shape is Shape.COMET:
            words = {"succeed": "COMPLETED", "processing": "IN_PROGRESS"}
            told |= {"status": words.get(status, "FAILED"), "images": pictures}
            return self._envelope(told, code=200)
        images = [
            {"index": number, "url": item["url"]}
            for number, item in enumerate(pictures)
        ]
        told |= {"task_status": status, "task_result": {"images": images}}
        return self._envelope(told, code=0)

    def _list(self, task: Task, request: Request) -> list[dict[str, Any]]:
        root = str(request.base_url).rstrip("/")
        unsafe = (self.faults.take("unsafe") or {}).get("count", 0)
        is_stale, task.is_stale = task.is_stale, False
        return [
            {
                "url": self.host.address(root, name, is_stale=is_stale)
                if number >= unsafe
                else None,
                "prompt": task.order.prompt,
                "resolution": "1x1",
                "is_image_safe": number >= unsafe,
                "seed": 1,
            }
            for number, name in enumerate(task.names)
        ]

    def _times(self, task: Task) -> dict[str, Any]:
        at = int(task.created_at * 1000)
        return {"task_id": task.task_id, "created_at": at, "updated_at": at}

    def _envelope(self, data: dict[str, Any], *, code: int) -> Response:
        envelope = {"code": code, "message": "SUCCEED", "request_id": "EMU"}
        return JSONResponse({**envelope, "data": data})


def _refusal(said: dict[str, Any]) -> Refused:
    return refusal(
        Form(said.get("form", Form.NEW_API)),
        int(said.get("status", 500)),
        str(said.get("code", "error")),
        str(said.get("message", "something went wrong")),
    )
