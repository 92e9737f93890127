"""A task as the poll answers it, read into a snapshot or an error (contracts 1.8.3, 1.8.4)."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from providers.base import Artifact, Progress, Snapshot
from providers.dreamina.codes import (
    failure,
    is_about_content,
    is_code,
    is_code_about_content,
)
from providers.errors import ModerationRefused, ProviderError, TaskFailed, TaskLost
from providers.http import expiry_of

Record = Mapping[str, Any]

DONE = 50
DELETED = 100
POST_CHECK_REJECT = 40
ALWAYS_FAILED = frozenset({30, POST_CHECK_REJECT, DELETED})
FAILED_WITHOUT_ITEMS = frozenset({10, 60, 70, 80})
DONE_WITH_ITEMS = frozenset({10, 21, 60, 70, 80})
_QUEUE_IS_OVER = 3
# What is done at least in a status: 42 is thinking, 45 is finishing.
_FLOOR = {42: 0.1, 45: 0.3}


def read_record(record: Record, *, now: float) -> Snapshot:
    """The state of a task; `now` in unix seconds.

    Raises:
        TaskLost: the task was deleted at the service.
        ModerationRefused, TaskFailed, OutOfCredit and the like: it ended without a picture.
    """
    status = _number(record.get("status"))
    artifacts = read_artifacts(record)
    if status in ALWAYS_FAILED or (status in FAILED_WITHOUT_ITEMS and not artifacts):
        raise _error_of(record, status)
    expected = _expected(record)
    if not _is_done(record, status, artifacts, expected):
        progress = _progress(record, status, len(artifacts), expected, now)
        return Snapshot(
            is_done=False, progress=progress, artifacts=artifacts, expected=expected
        )
    if not artifacts:
        raise _error_of(record, status)
    return Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=artifacts,
        expected=expected,
        notices=_notices(record, len(artifacts), expected),
    )


def read_artifacts(record: Record) -> tuple[Artifact, ...]:
    """All pictures that have an address by now, each once, in the order of their promise."""
    found: dict[str, Artifact] = {}
    for item in _list(record.get("item_list")):
        artifact = _artifact(item)
        if artifact is not None:
            found.setdefault(artifact.artifact_id, artifact)
    return tuple(found.values())


def remote_id_of(record: Record) -> str | None:
    """The history id of a record, wherever it stands."""
    task = _mapping(record.get("task"))
    for value in (
        record.get("history_record_id"),
        task.get("history_id"),
        task.get("task_id"),
    ):
        if value:
            return str(value)
    return None


def _artifact(item: Record) -> Artifact | None:
    common, image = _mapping(item.get("common_attr")), _mapping(item.get("image"))
    large: Record = next(iter(_list(image.get("large_images"))), {})
    url = large.get("image_url") or common.get("cover_url") or _largest_cover(common)
    name = common.get("id") or large.get("image_uri")
    if not url or not name:
        return None
    end = expiry_of(str(url), "x-expires")  # contracts 1.14
    return Artifact(artifact_id=str(name), url=str(url), expires_at=end)


def _largest_cover(common: Record) -> str | None:
    covers = {
        int(side): url
        for side, url in _mapping(common.get("cover_url_map")).items()
        if side.isdecimal() and url
    }
    return str(covers[max(covers)]) if covers else None


def _expected(record: Record) -> int | None:
    promised = record.get("pre_gen_item_ids")
    if isinstance(promised, list) and promised:
        return len(promised)
    return _number(record.get("total_image_count")) or None


def _is_done(
    record: Record, status: int, artifacts: Sequence[Artifact], expected: int | None
) -> bool:
    if status == DONE or (status in DONE_WITH_ITEMS and artifacts):
        return True
    # Pictures appear one after another, and 45 alone says nothing: the counts have to be complete
    # and the service has to have closed the task (completion rule 3).
    ended = len(artifacts) + len(_list(record.get("failed_item_list")))
    finished_at = _mapping(record.get("task")).get("finish_time")
    return expected is not None and ended >= expected and _number(finished_at) > 0


def _notices(record: Record, count: int, expected: int | None) -> tuple[str, ...]:
    """Fewer pictures than promised: refused ones, unless the service names a fault of its own."""
    if expected is None or count >= expected:
        return ()
    reasons = [_item_reason(item) for item in _list(record.get("failed_item_list"))]
    if reasons and not any(is_code_about_content(*reason) for reason in reasons):
        return ("partial_result",)
    return ("some_refused",)


def _error_of(record: Record, status: int) -> ProviderError:
    if status == DELETED:
        return TaskLost("the task was deleted")
    code, message = _reason(record)
    if status == POST_CHECK_REJECT and not is_code(code):
        return ModerationRefused(message or "refused after the check of the pictures")
    if not is_code(code) and not message:
        return TaskFailed(f"status {status}, no picture")
    return failure(code, message)


def _reason(record: Record) -> tuple[str, str]:
    """Code and text of a failure: the task's own, else its first failed picture's."""
    message = str(
        record.get("fail_starling_message")
        or record.get("fail_msg")
        or _mapping(_mapping(record.get("task")).get("resp_ret")).get("errmsg")
        or ""
    )
    if is_code(record.get("fail_code")):
        return str(record["fail_code"]), message
    reasons = [_item_reason(item) for item in _list(record.get("failed_item_list"))]
    about_content = [reason for reason in reasons if is_about_content(reason[1])]
    code, text = next(iter(about_content or reasons), ("0", ""))
    return code, message or text


def _item_reason(item: Record) -> tuple[str, str]:
    outcome = _mapping(item.get("gen_result_data"))
    return str(outcome.get("result_code") or "0"), str(outcome.get("result_msg") or "")


def _progress(
    record: Record, status: int, count: int, expected: int | None, now: float
) -> Progress:
    place = _queue_place(record)
    generating = _number(record.get("forecast_generate_cost"))
    queueing = _number(record.get("forecast_queue_cost"))
    age = max(0.0, now - _seconds(record.get("created_time"), now))
    forecast = generating + queueing
    left = forecast - age if forecast > age else None
    if place:
        return Progress(fraction=0.0, queue_position=place, seconds_left=left)
    share = count / expected if expected else 0.0
    by_time = min(age / forecast, 0.9) if forecast else 0.0
    fraction = max(_FLOOR.get(status, 0.0), min(share, 0.95), by_time)
    return Progress(fraction=fraction or None, seconds_left=left)


def _queue_place(record: Record) -> int | None:
    queue = _mapping(record.get("queue_info"))
    if _number(queue.get("queue_status")) == _QUEUE_IS_OVER:
        return None
    return _number(queue.get("queue_idx")) or None


def _mapping(value: object) -> Record:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Record]:
    if not isinstance(value, list):
        return []
    return [entry for entry in value if isinstance(entry, Mapping)]


def _number(value: object) -> int:
    return int(_seconds(value, 0.0))


def _seconds(value: object, default: float) -> float:
    if not isinstance(value, int | float | str):
        return default
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return default
    return number if math.isfinite(number) else default
