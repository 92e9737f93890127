"""Reads an order as strictly as the seeds describe it, and words the answer (contracts 1.16)."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any
from uuid import UUID

from tests.emulators.jimeng.checks import Refused
from tests.emulators.jimeng.drafts import MODEL_KEYS, Ordered
from tests.emulators.jimeng.tasks import Task

SIZES = {
    "21:9": (3024, 1296),
    "16:9": (2560, 1440),
    "3:2": (2496, 1664),
    "4:3": (2304, 1728),
    "1:1": (2048, 2048),
    "3:4": (1728, 2304),
    "2:3": (1664, 2496),
    "9:16": (1440, 2560),
}
SCENE = "creation_agent_v40"
_SHARED = {"generate_type", "agent_scene", "prompt", "ratio", "submit_id"}
FIELDS = {
    "text2imageV2": _SHARED | {"model_key", "subject_id"},
    "seedEdit40": _SHARED | {"resource_uri_list"},
}


class Shape(StrEnum):
    """The answers that a client has to understand; which of them is real, the seeds do not say."""

    ENVELOPE = "envelope"  # as at the public site, with `data.aigc_data`
    IN_DATA = "in_data"  # `data.history_id`
    BARE = "bare"  # `history_record_id` at the top
    SUBMIT_ID = "submit_id"  # nothing but the echo
    NOTHING = "nothing"  # an empty object


def read_order(body: Any, uploads: Collection[str]) -> Ordered:
    """The order in a request body.

    Raises:
        Refused: 1000, with the field that is wrong.
    """
    _need(isinstance(body, dict), "the body is no object")
    kind = body.get("generate_type")
    _need(kind in FIELDS, f"generate_type {kind!r}")
    _need(set(body) == FIELDS[kind], f"fields {sorted(set(body) ^ FIELDS[kind])}")
    _need(body["agent_scene"] == SCENE, "agent_scene")
    prompt, ratio = body["prompt"], body["ratio"]
    _need(isinstance(prompt, str) and prompt.strip() != "", "prompt")
    _need(ratio in SIZES, f"ratio {ratio!r}")
    width, height = SIZES[ratio]
    is_edit = kind == "seedEdit40"
    return Ordered(
        submit_id=_uuid(body["submit_id"]),
        kind="blend" if is_edit else "generate",
        prompt=prompt,
        model="" if is_edit else _model(body),
        label="2k",
        width=width,
        height=height,
        uris=_uris(body, uploads) if is_edit else (),
    )


def _model(body: dict[str, Any]) -> str:
    _need(body["model_key"] in MODEL_KEYS, f"model_key {body['model_key']!r}")
    _need(body["subject_id"] == "default", "subject_id")
    return str(body["model_key"])


def _uris(body: dict[str, Any], uploads: Collection[str]) -> tuple[str, ...]:
    uris = body["resource_uri_list"]
    _need(isinstance(uris, list) and 1 <= len(uris) <= 10, "1 to 10 uris")
    _need(all(uri in uploads for uri in uris), "an uri was never committed")
    return tuple(uris)


def word_answer(shape: Shape, task: Task, now: float) -> dict[str, Any]:
    """What is answered to an order that was taken."""
    answers: dict[Shape, dict[str, Any]] = {
        Shape.ENVELOPE: {
            "ret": "0",
            "errmsg": "success",
            "data": {"aigc_data": task.head(now)},
        },
        Shape.IN_DATA: {"ret": "0", "data": {"history_id": task.task_id}},
        Shape.BARE: {"history_record_id": task.task_id, "status": 20},
        Shape.SUBMIT_ID: {"data": {"submit_id": task.order.submit_id}},
        Shape.NOTHING: {},
    }
    return answers[shape]


def _uuid(value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise Refused("1000", f"submit_id {value!r} is no uuid") from None


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise Refused("1000", f"invalid parameter: {what}")
