"""The life of a task at the service: 20, 42, 45 with its pictures one by one, 50 (contracts 1.8)."""

from dataclasses import dataclass, field
from typing import Any

from tests.emulators.jimeng.drafts import GENERATE_TYPES, Ordered

PENDING, THINKING, FINISHING, DONE, FAILED = 20, 42, 45, 50, 30
_THINKS_FROM, _FINISHES_FROM, _FAILS_FROM = 0.2, 0.4, 0.6


@dataclass(slots=True, kw_only=True)
class Task:
    """One accepted order and what is to become of it.

    Attributes:
        created_at: unix seconds.
        run_seconds: from the end of the queue to the last picture.
        run_polls: takes the place of the seconds when not 0: the life goes on with each poll.
        queue_seconds, queue_places: the line before it.
        fail_code, fail_message: it ends with status 30.
        failed: pictures that fail, with `failed_reason`.
        hidden_polls: polls that do not know the task yet.
        is_stale: the first addresses of the finished task have expired.
    """

    task_id: str
    session_id: str
    order: Ordered
    created_at: float
    run_seconds: float
    run_polls: int = 0
    queue_seconds: float = 0.0
    queue_places: int = 0
    fail_code: str = ""
    fail_message: str = ""
    failed: int = 0
    failed_reason: str = "OutputImageRisk"
    hidden_polls: int = 0
    is_stale: bool = False
    polls: int = 0
    finished_at: float = 0.0
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def item_id(self, index: int) -> str:
        """The id of a picture."""
        return f"{self.task_id}{index + 1}"

    def share(self, now: float) -> float:
        """How far the run is: below 0 in the queue, 1 at the end."""
        if self.run_polls:
            queued = self.queue_places
            return (self.polls - queued) / self.run_polls
        age = now - self.created_at - self.queue_seconds
        return age / self.run_seconds if self.run_seconds else 1.0 if age >= 0 else -1.0

    def status(self, now: float) -> int:
        """The status at this moment."""
        share = self.share(now)
        if self.fail_code or self.failed >= self.order.count:
            return FAILED if share >= _FAILS_FROM else PENDING
        if share < _THINKS_FROM:
            return PENDING
        if share < _FINISHES_FROM:
            return THINKING
        return FINISHING if share < 1 else DONE

    def shown(self, now: float) -> int:
        """How many pictures stand in the list."""
        good = self.order.count - self.failed
        match self.status(now):
            case status if status == DONE:
                return good
            case status if status == FINISHING:
                part = (self.share(now) - _FINISHES_FROM) / (1 - _FINISHES_FROM)
                return min(int(part * self.order.count), good)
            case _:
                return 0

    def is_running(self, now: float) -> bool:
        """Does it take one of the account's places?"""
        return self.status(now) not in {DONE, FAILED}

    def record(self, now: float, items: list[dict[str, Any]]) -> dict[str, Any]:
        """The record that a poll answers; `items` are the pictures shown."""
        status = self.status(now)
        if status in {DONE, FAILED} and not self.finished_at:
            self.finished_at = now
        return {
            **self.head(now),
            "status": status,
            "item_list": items,
            "failed_item_list": self._failed_items(status),
            "fail_code": self.fail_code if status == FAILED else "",
            "fail_msg": self.fail_message if status == FAILED else "",
            "fail_starling_message": self.fail_message if status == FAILED else "",
            "finished_image_count": len(items),
            "task": {
                "task_id": self.task_id,
                "history_id": self.task_id,
                "submit_id": self.order.submit_id,
                "status": status,
                "finish_time": int(self.finished_at),
            },
        }

    def head(self, now: float) -> dict[str, Any]:
        """What the answer of a submit and the record have in common."""
        waits = self.share(now) < 0
        left = -self.share(now) * (self.run_polls or self.run_seconds)
        done = 1 - left / (self.queue_seconds or self.queue_places or 1)
        return {
            "generate_type": GENERATE_TYPES[self.order.kind],
            "history_record_id": self.task_id,
            "submit_id": self.order.submit_id,
            "status": PENDING,
            "created_time": self.created_at,
            "item_list": [],
            "pre_gen_item_ids": [self.item_id(i) for i in range(self.order.count)],
            "total_image_count": self.order.count,
            "finished_image_count": 0,
            "mode": "workbench",
            "forecast_generate_cost": int(self.run_seconds),
            "forecast_queue_cost": int(self.queue_seconds),
            "queue_info": {
                "queue_idx": max(1, round(self.queue_places * (1 - done)))
                if waits
                else 0,
                "queue_length": self.queue_places,
                "queue_status": 2 if waits else 3,
            },
            "task": {
                "task_id": self.task_id,
                "history_id": self.task_id,
                "submit_id": self.order.submit_id,
                "status": PENDING,
                "finish_time": 0,
            },
        }

    def _failed_items(self, status: int) -> list[dict[str, Any]]:
        if status not in {DONE, FAILED}:
            return []
        count = self.order.count
        return [
            {
                "common_attr": {"id": self.item_id(index)},
                "gen_result_data": {"result_code": 1, "result_msg": self.failed_reason},
            }
            for index in range(count - self.failed, count)
        ]
