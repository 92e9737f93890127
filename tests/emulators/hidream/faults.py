"""Named failures beside those that every emulator knows (`tests/emulators/faults.py`).

| name | call | more | what happens |
|---|---|---|---|
| code | any | code, message, status | an envelope that refuses |
| too_many | submit | | HTTP 429 |
| queue | submit | seconds | the task waits in line first |
| ends | submit | status, count, description | so many pictures (all by default) end with 3, 4, 1004... |
| trouble | submit | status, polls | so many polls say -1 (or -5..-2) before it goes on |
| empty | submit | polls, missing | so many polls answer an empty list, or none at all |
| late_id | submit | polls | so many polls answer 404 |
| backwards | submit | | the last picture is ready first |
| in_percent | submit | | `task_completion` counts to 100 |
| bare | submit | | a single result stands there without its list |
| no_address | submit | polls | so many polls name a success without `image` |
| expired_links | submit | | the first addresses of the finished task are stale |
| elsewhere | poll | | 404 unless the path is that of text to image |
| huge_result | download | | a picture over any cap, by its header |
| broken_result | download | | a page instead of a picture |
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.emulators.faults import SUBMIT, Faults
from tests.emulators.hidream.tasks import Task

POLL, DOWNLOAD = "poll", "download"
More = Mapping[str, Any]


def doom(task: Task, faults: Faults) -> None:
    """Give a new task the fate that switches and magic words have for it."""
    if "EMU_BLOCK" in task.order.prompt:
        _end(task, {"status": 4, "description": "safety check"})
    for name, apply in _FATES.items():
        if (more := faults.take(name, SUBMIT)) is not None:
            apply(task, more)


def _end(task: Task, more: More) -> None:
    count = int(more.get("count", len(task.parts)))
    last = range(len(task.parts) - count, len(task.parts))
    task.endings = dict.fromkeys(last, int(more.get("status", 3)))
    task.description = str(more.get("description", "no picture"))


def _queue(task: Task, more: More) -> None:
    task.created_at += float(more.get("seconds", 30))


def _trouble(task: Task, more: More) -> None:
    task.trouble, task.trouble_polls = more.get("status", -1), more.get("polls", 2)


def _empty(task: Task, more: More) -> None:
    task.empty_polls, task.is_missing = more.get("polls", 2), more.get("missing", False)


def _late(task: Task, more: More) -> None:
    task.hidden_polls = more.get("polls", 2)


def _addressless(task: Task, more: More) -> None:
    task.addressless_polls = more.get("polls", 2)


def _mark(name: str) -> Callable[[Task, More], None]:
    return lambda task, _more: setattr(task, name, True)


_FATES: Mapping[str, Callable[[Task, More], None]] = {
    "queue": _queue,
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
OWN = {
    **dict.fromkeys(("code", "too_many", *_FATES), SUBMIT),
    "elsewhere": POLL,
    "huge_result": DOWNLOAD,
    "broken_result": DOWNLOAD,
}
