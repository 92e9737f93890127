"""The emulator's state and decisions; `app.py` puts them behind HTTP.

In Python:

    emulator = HidreamEmulator(clock=clock)
    async with serve(emulator.app) as url:
        emulator.faults.fail_next("ends", status=4)
        ...
        assert len(emulator.log.paid_submits) == 1
    await emulator.close()

Over HTTP (for a test of the bot as a subprocess): `GET /__emulator__/log`,
`POST /__emulator__/fail` with `{"name": "lost_answer", "call": "submit", "times": 1}`,
`DELETE /__emulator__/fail`, `POST /__emulator__/forget`, `GET /__emulator__/state`.
As a program: `python -m tests.emulators.hidream --port 9001`.

Magic words in a prompt: EMU_BLOCK is refused by the safety check (4), EMU_SLOW takes ten times as
long.
"""

import asyncio
import uuid
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette

from providers.clock import Clock, SystemClock
from tests.emulators.hidream import pictures
from tests.emulators.hidream.callbacks import Callbacks
from tests.emulators.hidream.faults import HidreamFaults
from tests.emulators.hidream.log import HidreamLog
from tests.emulators.hidream.orders import Ordered, Refused, read_order
from tests.emulators.hidream.tasks import Task

TOKEN = "emulator-hidream-token"


class HidreamEmulator:
    """The gateway as its accounts see it.

    Args:
        clock: of the tasks, the addresses and the callbacks.
        credits_by_token: the accounts and what they have; a picture costs 1.
        run_seconds: from accepted to finished, by the clock.
        tiny: drawn pictures of 64 pixels, for load; enlargements are always real.
        max_running: tasks at once per account; more are refused with HTTP 429.
        link_life: seconds that a result address works.

    Attributes:
        log: what was seen, with the callbacks that were made.
        faults: the failure switches.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        credits_by_token: dict[str, int] | None = None,
        run_seconds: float = 8.0,
        tiny: bool = False,
        max_running: int | None = None,
        link_life: float = 3600.0,
    ) -> None:
        from tests.emulators.hidream.app import build_app  # noqa: PLC0415 - the app asks us back

        self.clock = clock or SystemClock()
        self.credits = credits_by_token or {TOKEN: 1_000_000}
        self.run_seconds = run_seconds
        self.tiny = tiny
        self.max_running = max_running
        self.link_life = link_life
        self.log = HidreamLog()
        self.faults = HidreamFaults()
        self.tasks: dict[str, Task] = {}
        self._callbacks = Callbacks(self.clock, self.log)
        self.app: Starlette = build_app(self)

    def now(self) -> float:
        """Unix seconds."""
        return self.clock.now().timestamp()

    def forget_tasks(self) -> None:
        """The service loses everything it was asked for."""
        self.tasks.clear()

    async def close(self) -> None:
        """Stop the callbacks that wait."""
        await self._callbacks.close()

    async def accept(self, token: str, module: str, body: Any, root: str) -> Task:
        """Take an order."""
        order = await asyncio.to_thread(read_order, module, body, self._own_picture)
        busy = self.faults.take("too_many", "submit")
        if busy is not None or self._is_full(token):
            raise Refused(429, "concurrency limit reached", status=429)
        if self.credits[token] < order.count:
            raise Refused(3002, "insufficient balance")
        self.credits[token] -= order.count
        task = self._shape(token, order, root)
        self.tasks[task.task_id] = task
        if order.notify_url:
            self._callbacks.start(self._call_back(task))
        return task

    def _is_full(self, token: str) -> bool:
        if self.max_running is None:
            return False
        mine = (task for task in self.tasks.values() if task.token == token)
        return sum(task.is_running(self.now()) for task in mine) >= self.max_running

    def _shape(self, token: str, order: Ordered, root: str) -> Task:
        """The task with the fate that switches and magic words have for it."""
        task = Task(
            task_id=str(uuid.uuid4()),
            token=token,
            order=order,
            created_at=self.now(),
            run_seconds=self.run_seconds * (10 if "EMU_SLOW" in order.prompt else 1),
            root=root,
            parts=tuple(str(uuid.uuid4()) for _ in range(order.count)),
        )
        if "EMU_BLOCK" in order.prompt:
            _end(task, {"status": 4, "description": "safety check"})
        for name, apply in _FATES.items():
            if (more := self.faults.take(name, "submit")) is not None:
                apply(task, more)
        return task

    def look_up(self, token: str, task_id: str | None) -> dict[str, Any]:
        """The `result` of a query.

        Raises:
            Refused: 404 for a task that is not there, or not there yet.
        """
        task = self.tasks.get(task_id or "")
        if task is None or task.token != token:
            raise Refused(404, "task not found", status=404)
        if task.hidden_polls:
            task.hidden_polls -= 1
            raise Refused(404, "task not found", status=404)
        return self.result_of(task)

    def result_of(self, task: Task) -> dict[str, Any]:
        """The `result` of a task at this moment."""
        now = self.now()
        expires = now + self.link_life
        if task.is_stale and not task.is_running(now):
            task.is_stale, expires = False, now - 1
        return task.result(now, int(expires))

    async def _call_back(self, task: Task) -> None:
        await self.clock.sleep(task.created_at + task.run_seconds - self.now())
        body = {
            "code": 0,
            "message": "Success",
            "request_id": task.order.request_id,
            "result": self.result_of(task),
        }
        await self._callbacks.deliver(task.order.notify_url, task.task_id, body)

    def picture(self, name: str) -> bytes | None:
        """The bytes of a result by the id of its picture; draws, so call it in a thread."""
        for task in list(self.tasks.values()):
            if name in task.parts:
                index = task.parts.index(name)
                return pictures.make(task.order, index, tiny=self.tiny)
        return None

    def _own_picture(self, url: str) -> bytes | None:
        """The service fetches addresses; the only ones that we can are our own."""
        name = urlsplit(url).path.rpartition("/")[2]
        return self.picture(name.removeprefix("p_").removesuffix(".png"))


def _end(task: Task, more: dict[str, Any]) -> None:
    count = int(more.get("count", len(task.parts)))
    last = range(len(task.parts) - count, len(task.parts))
    task.endings = dict.fromkeys(last, int(more.get("status", 3)))
    task.description = str(more.get("description", "no picture"))


def _trouble(task: Task, more: dict[str, Any]) -> None:
    task.trouble, task.trouble_polls = more.get("status", -1), more.get("polls", 2)


def _empty(task: Task, more: dict[str, Any]) -> None:
    task.empty_polls, task.is_missing = more.get("polls", 2), more.get("missing", False)


def _late(task: Task, more: dict[str, Any]) -> None:
    task.hidden_polls = more.get("polls", 2)


def _addressless(task: Task, more: dict[str, Any]) -> None:
    task.addressless_polls = more.get("polls", 2)


def _mark(name: str) -> Any:
    return lambda task, _more: setattr(task, name, True)


_FATES: dict[str, Any] = {
    "ends": _end,
    "trouble": _trouble,
    "empty": _empty,
    "late_id": _late,
    "no_address": _addressless,
    "backwards": _mark("is_backwards"),
    "in_percent": _mark("in_percent"),
    "bare": _mark("is_bare"),
    "expired_links": _mark("is_stale"),
}
