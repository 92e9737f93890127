"""The life of a task: each of its pictures waits (0), is worked on (2), and ends (contracts 2.2)."""

from dataclasses import dataclass, field
from typing import Any

from tests.emulators.hidream.orders import Ordered

QUEUED, SUCCESS, PROCESSING = 0, 1, 2
_WORKS_FROM, _FIRST_AT = 0.2, 0.5


@dataclass(slots=True, kw_only=True)
class Task:
    """One accepted order and what is to become of it.

    Attributes:
        created_at: unix seconds.
        root: of the addresses of its pictures.
        endings: statuses other than success, by the number of the picture.
        description: of the pictures that end badly.
        trouble, trouble_polls: so many polls say this status.
        empty_polls, is_missing: so many polls answer no entries, or no list.
        hidden_polls: so many polls do not know the task.
        addressless_polls: so many polls name a success without an address.
        is_backwards: the last picture is ready first.
        is_stale: the first addresses have expired.
    """

    task_id: str
    token: str
    order: Ordered
    created_at: float
    run_seconds: float
    root: str
    parts: tuple[str, ...]
    endings: dict[int, int] = field(default_factory=dict)
    description: str = ""
    trouble: int = 0
    trouble_polls: int = 0
    empty_polls: int = 0
    is_missing: bool = False
    hidden_polls: int = 0
    addressless_polls: int = 0
    is_backwards: bool = False
    is_bare: bool = False
    in_percent: bool = False
    is_stale: bool = False

    def share(self, now: float) -> float:
        """How far the whole is, 0..1."""
        age = now - self.created_at
        return min(age / self.run_seconds, 1.0) if self.run_seconds else 1.0

    def is_running(self, now: float) -> bool:
        """Does it take one of the account's places?"""
        return self.share(now) < 1

    def status(self, index: int, now: float) -> int:
        """The status of one picture; they are ready one after another."""
        share = self.share(now)
        place = len(self.parts) - 1 - index if self.is_backwards else index
        ready_at = _FIRST_AT + (1 - _FIRST_AT) * (place + 1) / len(self.parts)
        if share >= ready_at:
            return self.endings.get(index, SUCCESS)
        return PROCESSING if share >= _WORKS_FROM else QUEUED

    def result(self, now: float, expires: int) -> dict[str, Any]:
        """`result` of a query; counts the polls of its troubles down."""
        result: dict[str, Any] = {"task_id": self.task_id}
        if self.empty_polls:
            self.empty_polls -= 1
            return result if self.is_missing else result | {"sub_task_results": []}
        entries = [self._entry(i, now, expires) for i in range(len(self.parts))]
        self.trouble_polls = max(0, self.trouble_polls - 1)
        if any(entry["task_status"] == SUCCESS for entry in entries):
            self.addressless_polls = max(0, self.addressless_polls - 1)
        return result | {"sub_task_results": entries[0] if self.is_bare else entries}

    def _entry(self, index: int, now: float, expires: int) -> dict[str, Any]:
        status = self.trouble if self.trouble_polls else self.status(index, now)
        entry: dict[str, Any] = {
            "sub_task_id": self.parts[index],
            "task_status": status,
        }
        if status == SUCCESS and not self.addressless_polls:
            name = f"p_{self.parts[index]}.png"
            entry["image"] = f"{self.root}/image/{name}?expires={expires}"
        elif status == SUCCESS:
            entry["image"] = ""
        elif status == PROCESSING:
            done = round(self.share(now), 2)
            entry["task_completion"] = round(100 * done) if self.in_percent else done
        elif status > PROCESSING:
            entry["description"] = self.description
        return entry
