"""The gateway's answers: a task to ask for, or the pictures at once (contracts 3.3, 3.4)."""

from collections.abc import Mapping
from typing import Any

from providers.at_once import submission_of
from providers.base import Progress, Snapshot, Submission
from providers.errors import ModerationRefused, TaskFailed
from providers.http import Answer, shorten
from providers.ideogram_api import read_pictures
from providers.ideogram_gateway.refusals import Complaint

WAITING = frozenset(
    {"submitted", "queued", "pending", "processing", "in_progress", "running"}
)
DONE = frozenset({"succeed", "succeeded", "success", "completed", "done"})
FAILED = frozenset({"failed", "failure", "error", "cancelled"})


def read_submission(answer: Answer, *, key: str, wanted: int) -> Submission:
    """What an accepted order was answered with.

    Raises:
        SubmissionUnknown: neither a task nor pictures.
        ModerationRefused: every picture was withheld.
    """
    data = answer.json_object().get("data")
    if isinstance(data, list):
        return submission_of(key, read_pictures(data, wanted=wanted))
    task_id = data.get("task_id") if isinstance(data, Mapping) else None
    if not task_id:
        raise answer.lost(f"neither a task nor pictures: {answer.text}")
    return Submission(remote_id=str(task_id))


def read_task(answer: Answer) -> Snapshot:
    """Where a task is, in the words of Kling, of Comet, or as the list of pictures itself.

    Raises:
        TaskFailed, ModerationRefused: it ended without a picture.
        ServiceUnavailable: the answer makes no sense.
    """
    data = answer.json_object().get("data")
    if isinstance(data, list):
        return read_pictures(data, wanted=None)
    if not isinstance(data, Mapping):
        raise answer.lost(f"no task: {answer.text}")
    status = str(data.get("task_status") or data.get("status") or "").lower()
    pictures = _pictures(data)
    if status in FAILED:
        raise _failure(data)
    if status in DONE or (pictures and status not in WAITING):
        return read_pictures(pictures, wanted=None)
    return Snapshot(is_done=False, progress=Progress())


def _pictures(data: Mapping[str, Any]) -> list[Any]:
    result = data.get("task_result")
    found = result.get("images") if isinstance(result, Mapping) else data.get("images")
    return found if isinstance(found, list) else []


def _failure(data: Mapping[str, Any]) -> Exception:
    said = data.get("task_status_msg") or data.get("message") or data.get("error")
    reason = Complaint("", str(said or "the task failed"))
    kind = ModerationRefused if reason.is_about_content else TaskFailed
    return kind(shorten(reason.message))
