"""The emulator's state and decisions; `app.py` puts them behind HTTP.

In Python:

    emulator = JimengEmulator(clock=clock)
    async with serve(emulator.app) as url:
        emulator.faults.fail_next("lost_answer")
        ...
        assert len(emulator.log.paid_submits) == 1

Over HTTP (for a test of the bot as a subprocess): `GET /__emulator__/log`,
`POST /__emulator__/fail` with `{"name": "lost_answer", "call": "generate", "times": 1}`,
`DELETE /__emulator__/fail`, `POST /__emulator__/forget`, `GET /__emulator__/state`.
As a program: `python -m tests.emulators.jimeng --port 9000`.
"""

import asyncio
import hashlib
import hmac
import itertools
import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette

from providers.clock import Clock, SystemClock
from tests.emulators.jimeng import pictures
from tests.emulators.jimeng.checks import Refused
from tests.emulators.jimeng.doors import JimengDoors
from tests.emulators.jimeng.drafts import Ordered, read_order
from tests.emulators.jimeng.imagex import ImageX
from tests.emulators.jimeng.tasks import DONE, Task

SESSION = "emulator-session"
REFUSED_TEXT = "你输入的文字不符合平台规则,请修改后重试"
_SLOW_QUEUE = {"places": 40, "seconds": 600.0}


class JimengEmulator:
    """The service as one account sees it.

    Args:
        clock: of the tasks, the sign's time window and the addresses.
        credits_by_session: the accounts and what they have; a run costs 1.
        run_seconds: from accepted to finished, by the clock.
        by_polls: the life of a task goes on with each poll instead of the clock.
        tiny: pictures of 64 pixels, and enlargements by 2 and 4 of the upload: for load.
        max_running: tasks at once per account; more are refused with 1010.
        link_life: seconds that a result address works.

    Attributes:
        doors: with the log and the failure switches, which also stand here as `log` and `faults`.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        credits_by_session: dict[str, int] | None = None,
        run_seconds: float = 8.0,
        by_polls: bool = False,
        tiny: bool = False,
        max_running: int | None = None,
        link_life: float = 20 * 86400.0,
    ) -> None:
        from tests.emulators.jimeng.app import build_app  # noqa: PLC0415 - the app asks us back

        self.doors = JimengDoors(clock or SystemClock())
        self.log, self.faults = self.doors.log, self.doors.faults
        self.credits = credits_by_session or {SESSION: 1_000_000}
        self.run_seconds = run_seconds
        self.by_polls = by_polls
        self.tiny = tiny
        self.max_running = max_running
        self.link_life = link_life
        self.imagex = ImageX()
        self.tasks: dict[str, Task] = {}
        self._by_submit_id: dict[str, Task] = {}
        self._ids = itertools.count(30_000_000_000_001)
        self._key = secrets.token_bytes(16)
        self.app: Starlette = build_app(self)

    def now(self) -> float:
        """Unix seconds."""
        return self.doors.now()

    def forget_tasks(self) -> None:
        """The service loses everything it was asked for."""
        self.tasks.clear()
        self._by_submit_id.clear()

    async def accept(self, session_id: str, body: Any) -> tuple[Task, bool]:
        """Take an order, or give back the task that has its submit id; the bool says which."""
        return await self.take(session_id, read_order(body, self.imagex.files))

    async def take(self, session_id: str, order: Ordered) -> tuple[Task, bool]:
        """The same for an order that was read before, by whichever door it came."""
        if (known := self._by_submit_id.get(order.submit_id)) is not None:
            return known, False
        self._check_account(session_id, order)
        self.credits[session_id] -= 1
        task = self._shape(session_id, order)
        task.sizes = [
            await asyncio.to_thread(self._size_of_result, order)
            for _ in range(order.count)
        ]
        self.tasks[task.task_id] = self._by_submit_id[order.submit_id] = task
        return task, True

    def _check_account(self, session_id: str, order: Ordered) -> None:
        if self.faults.take("too_many", "generate") is not None or self._is_full(
            session_id
        ):
            raise Refused("1010", "too many concurrent tasks")
        is_large = order.label in {"2k", "4k"}
        if self.credits[session_id] < 1 or (
            is_large and self.faults.take("no_credit_2k", "generate") is not None
        ):
            fail = {"fail_code": "1006", "fail_starling_message": "积分不足"}
            raise Refused("1006", "积分不足", data={"aigc_data": None, **fail})

    def _is_full(self, session_id: str) -> bool:
        if self.max_running is None:
            return False
        mine = (task for task in self.tasks.values() if task.session_id == session_id)
        return sum(task.is_running(self.now()) for task in mine) >= self.max_running

    def _shape(self, session_id: str, order: Ordered) -> Task:
        """The task with the fate that switches and magic words have for it."""
        task = Task(
            task_id=str(next(self._ids)),
            session_id=session_id,
            order=order,
            created_at=self.now(),
            run_seconds=self.run_seconds,
            run_polls=order.count + 4 if self.by_polls else 0,
        )
        queue = self.faults.take("queue", "generate")
        if "EMU_SLOW" in order.prompt:
            queue = _SLOW_QUEUE
        if queue is not None:
            task.queue_places = int(queue.get("places", 5))
            task.queue_seconds = float(queue.get("seconds", 30.0))
        if (fail := self.faults.take("fail_code", "generate")) is not None:
            task.fail_code = str(fail.get("code", "2002"))
            task.fail_message = str(fail.get("message", "generate error"))
        if "EMU_BLOCK" in order.prompt:
            task.fail_code = "2038"
            task.fail_message = REFUSED_TEXT
        if "EMU_BUSY" in order.prompt:
            task.failed, task.failed_reason = order.count, "SystemBusy"
        if (partial := self.faults.take("partial", "generate")) is not None:
            task.failed = int(partial.get("failed", 1))
            task.failed_reason = str(partial.get("reason", "OutputImageRisk"))
        if (late := self.faults.take("late_id", "generate")) is not None:
            task.hidden_polls = int(late.get("polls", 2))
        task.is_stale = self.faults.take("expired_links", "generate") is not None
        return task

    def look_up(self, body: Any, root: str) -> dict[str, Any]:
        """The records that a poll asked for, by whichever id."""
        asked: list[tuple[str, Task | None]] = [
            *((key, self.tasks.get(key)) for key in body.get("history_ids") or ()),
            *(
                (key, self._by_submit_id.get(key))
                for key in body.get("submit_ids") or ()
            ),
        ]
        if not asked:
            raise Refused("1000", "neither history_ids nor submit_ids")
        records = {}
        for key, task in asked:
            if task is None:
                continue
            if task.hidden_polls:
                task.hidden_polls -= 1
                continue
            task.polls += 1
            records[key] = task.record(self.now(), self._items(task, root))
        return records

    def _items(self, task: Task, root: str) -> list[dict[str, Any]]:
        now = self.now()
        expires = now + self.link_life
        if task.is_stale and task.status(now) == DONE:
            task.is_stale, expires = False, now - 1
        return [
            self._item(task, index, root, int(expires))
            for index in range(task.shown(now))
        ]

    def _item(self, task: Task, index: int, root: str, expires: int) -> dict[str, Any]:
        width, height = task.sizes[index]
        path = f"/results/{task.item_id(index)}.webp"
        query = {"x-expires": expires, "x-signature": self.sign_link(path, expires)}
        large = {
            "image_uri": f"tos-cn-i-{task.item_id(index)}",
            "image_url": f"{root}{path}?{urlencode(query)}&format=.webp",
            "width": width,
            "height": height,
            "format": "webp",
        }
        return {
            "common_attr": {
                "id": task.item_id(index),
                "effect_id": task.item_id(index),
                "description": task.order.prompt,
                "status": 144,
            },
            "image": {"format": "webp", "large_images": [large]},
            "gen_result_data": {"result_code": 0, "result_msg": "Success"},
        }

    def sign_link(self, path: str, expires: int) -> str:
        """The signature of a result address."""
        return hmac.new(
            self._key, f"{path}{expires}".encode(), hashlib.sha256
        ).hexdigest()

    def picture(self, item_id: str) -> bytes | None:
        """The bytes of a result; draws, so call it in a thread."""
        task = self.tasks.get(item_id[:-1])  # the last digit counts the pictures
        return None if task is None else self._draw(task.order, int(item_id[-1]) - 1)

    def _draw(self, order: Ordered, index: int) -> bytes:
        if order.kind == "pro_hd":
            source = self.imagex.files[order.uris[0]]
            return pictures.enlarge(source, order.label, tiny=self.tiny)
        width, height = self._size_of_result(order)
        return pictures.draw(width, height, index)

    def _size_of_result(self, order: Ordered) -> tuple[int, int]:
        if order.kind == "pro_hd":
            source = self.imagex.files[order.uris[0]]
            return pictures.enlarged_size(source, order.label, tiny=self.tiny)
        size = (order.width, order.height)
        return pictures.shrink(*size) if self.tiny else size
