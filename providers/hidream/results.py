"""A task as the query answers it, read into a snapshot or an error (contracts 2.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from providers.base import Artifact, Progress, Snapshot
from providers.errors import ModerationRefused, ProviderError, TaskFailed
from providers.http import shorten

SubTask = Mapping[str, Any]

SUCCESS, PROCESSING, FAILED, REFUSED = 1, 2, 3, 4
NO_RESULT = frozenset({1004, 1005, 1006})  # the algorithm made nothing of this input
_ENDED_BADLY = frozenset({FAILED, REFUSED}) | NO_RESULT
# Everything else runs: 0 waits, 2 works, -5..-1 are troubles that pass.
_NEARLY = 0.99


def read_results(result: Mapping[str, Any], *, expected: int) -> Snapshot:
    """The state of a task that promised so many pictures.

    Raises:
        ModerationRefused, TaskFailed: every picture has ended, and none is there.
    """
    parts = _parts(result.get("sub_task_results"))
    wanted = max(expected, len(parts))
    if len(parts) < wanted or any(_runs(part) for part in parts):
        return Snapshot(
            is_done=False,
            progress=_progress(parts, wanted),
            artifacts=_artifacts(_settled(parts)),
            expected=wanted,
        )
    artifacts = _artifacts(parts)
    if not artifacts:
        raise _error_of(parts)
    return Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=artifacts,
        expected=wanted,
        notices=_notices(parts),
    )


def _parts(value: object) -> list[SubTask]:
    """One entry a picture; a single one may come bare instead of in a list."""
    if isinstance(value, Mapping):
        return [value]
    if not isinstance(value, list):
        return []
    return [part for part in value if isinstance(part, Mapping)]


def _status(part: SubTask) -> int:
    try:
        return int(part.get("task_status") or 0)
    except (TypeError, ValueError):
        return 0


def _has_picture(part: SubTask) -> bool:
    return _status(part) == SUCCESS and bool(part.get("image"))


def _runs(part: SubTask) -> bool:
    """A success without an address runs as well: the address is still to come."""
    return not _has_picture(part) and _status(part) not in _ENDED_BADLY


def _settled(parts: Sequence[SubTask]) -> Sequence[SubTask]:
    """Those before the first that runs: what is told in this order never moves."""
    running = next((i for i, part in enumerate(parts) if _runs(part)), len(parts))
    return parts[:running]


def _artifacts(parts: Sequence[SubTask]) -> tuple[Artifact, ...]:
    return tuple(
        Artifact(
            artifact_id=str(part.get("sub_task_id") or index), url=str(part["image"])
        )
        for index, part in enumerate(parts)
        if _has_picture(part)
    )


def _progress(parts: Sequence[SubTask], wanted: int) -> Progress:
    shares = [_share(part) for part in parts]
    if not any(shares):
        return Progress()
    return Progress(fraction=min(sum(shares) / wanted, _NEARLY))


def _share(part: SubTask) -> float:
    """How far one picture is, 0..1; the service means a fraction or a percentage."""
    if not _runs(part):
        return 1.0
    try:
        said = float(part.get("task_completion") or 0)
    except (TypeError, ValueError):
        return 0.0
    # Of one that runs, exactly 1 says nothing: it may be one percent.
    share = said / 100 if said > 1 else said if said < 1 else 0.0
    return min(max(share, 0.0), _NEARLY)


def _notices(parts: Sequence[SubTask]) -> tuple[str, ...]:
    missing = [_status(part) for part in parts if not _has_picture(part)]
    if not missing:
        return ()
    return ("some_refused",) if REFUSED in missing else ("partial_result",)


def _error_of(parts: Sequence[SubTask]) -> ProviderError:
    said = {_status(part): str(part.get("description") or "") for part in parts}
    detail = shorten("; ".join(f"{status} {text}" for status, text in said.items()))
    if REFUSED in said:
        return ModerationRefused(detail)
    return TaskFailed(detail, code="no_result" if NO_RESULT & said.keys() else None)
