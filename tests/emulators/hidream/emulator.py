"""The emulator's state and decisions; `gateway.py` puts them behind HTTP.

In Python:

    emulator = HidreamEmulator(clock=clock)
    async with serve(emulator.app) as url:
        emulator.faults.fail_next("ends", status=4)
        ...
        assert len(emulator.log.paid_submits) == 1
    await emulator.close()

Over HTTP (for a test of the bot as a subprocess): the controls of `tests/emulators/doors.py` and
`GET /__emulator__/state`. As a program: `python -m tests.emulators.hidream --port 9001`.

Magic words in a prompt: EMU_BLOCK is refused by the safety check (4), EMU_SLOW takes ten times as
long.
"""

import asyncio
import uuid
from typing import Any
from urllib.parse import urlsplit

from providers.clock import Clock, SystemClock
from tests.emulators.doors import Doors
from tests.emulators.faults import SUBMIT
from tests.emulators.hidream import pictures
from tests.emulators.hidream.callbacks import Callbacks
from tests.emulators.hidream.faults import OWN, doom
from tests.emulators.hidream.gateway import Gateway, envelope
from tests.emulators.hidream.orders import Fault, Ordered, read_order
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
        doors: with the log and the failure switches, which also stand here as `log` and `faults`.
        callbacks: those that were made.
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
        self.doors = Doors(clock or SystemClock(), OWN)
        self.log, self.faults = self.doors.log, self.doors.faults
        self.credits = credits_by_token or {TOKEN: 1_000_000}
        self.run_seconds = run_seconds
        self.tiny = tiny
        self.max_running = max_running
        self.link_life = link_life
        self.tasks: dict[str, Task] = {}
        self.callbacks = Callbacks(self.doors.clock, self.log)
        self.app = Gateway(self).app

    def forget_tasks(self) -> None:
        """The service loses everything it was asked for."""
        self.tasks.clear()

    async def close(self) -> None:
        """Stop the callbacks that wait."""
        await self.callbacks.close()

    async def accept(self, token: str, module: str, body: Any, root: str) -> Task:
        """Take an order."""
        order = await asyncio.to_thread(read_order, module, body, self._own_picture)
        busy = self.faults.take("too_many", SUBMIT)
        if busy is not None or self._is_full(token):
            raise Fault(429, "concurrency limit reached", status=429)
        if self.credits[token] < order.count:
            raise Fault(3002, "insufficient balance")
        self.credits[token] -= order.count
        task = self._begin(token, order, root)
        self.tasks[task.task_id] = task
        if order.notify_url:
            self.callbacks.start(self._call_back(task))
        return task

    def _is_full(self, token: str) -> bool:
        if self.max_running is None:
            return False
        now = self.doors.now()
        mine = (task for task in self.tasks.values() if task.token == token)
        return sum(task.is_running(now) for task in mine) >= self.max_running

    def _begin(self, token: str, order: Ordered, root: str) -> Task:
        task = Task(
            task_id=str(uuid.uuid4()),
            token=token,
            order=order,
            created_at=self.doors.now(),
            run_seconds=self.run_seconds * (10 if "EMU_SLOW" in order.prompt else 1),
            root=root,
            parts=tuple(str(uuid.uuid4()) for _ in range(order.count)),
        )
        doom(task, self.faults)
        return task

    def look_up(self, token: str, task_id: str | None) -> dict[str, Any]:
        """The `result` of a query.

        Raises:
            Fault: 404 for a task that is not there, or not there yet.
        """
        task = self.tasks.get(task_id or "")
        if task is None or task.token != token:
            raise Fault(404, "task not found", status=404)
        if task.hidden_polls:
            task.hidden_polls -= 1
            raise Fault(404, "task not found", status=404)
        return self._result_of(task)

    def _result_of(self, task: Task) -> dict[str, Any]:
        now = self.doors.now()
        expires = now + self.link_life
        if task.is_stale and not task.is_running(now):
            task.is_stale, expires = False, now - 1
        return task.result(now, int(expires))

    async def _call_back(self, task: Task) -> None:
        ends_at = task.created_at + task.run_seconds
        await self.doors.clock.sleep(ends_at - self.doors.now())
        body = envelope(self._result_of(task), task.order.request_id)
        await self.callbacks.deliver(task.order.notify_url, task.task_id, body)

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
