"""Results that come with the answer to a submit: the remote id carries them over a restart.

A service that answers at once has no task to ask about later. What it said is small (addresses,
names of files), so it is written into the id that is saved before anything else happens.
"""

import base64
import json
from pathlib import Path
from typing import Any

from providers.base import Artifact, Progress, Snapshot, Submission
from providers.errors import TaskLost

_MARK = "at-once:"


def submission_of(key: str, snapshot: Snapshot) -> Submission:
    """The submission whose id says all that `snapshot` says; the key keeps equal results apart."""
    told = {
        "key": key,
        "expected": snapshot.expected,
        "notices": snapshot.notices,
        "artifacts": [_told(artifact) for artifact in snapshot.artifacts],
    }
    packed = json.dumps(told, separators=(",", ":")).encode()
    remote_id = _MARK + base64.urlsafe_b64encode(packed).decode()
    return Submission(remote_id=remote_id, snapshot=snapshot, notices=snapshot.notices)


def is_at_once(remote_id: str) -> bool:
    """Does this id carry its result?"""
    return remote_id.startswith(_MARK)


def snapshot_of(remote_id: str, *, now: float) -> Snapshot:
    """The result that an id carries.

    Args:
        remote_id: from `submission_of`.
        now: unix seconds.

    Raises:
        TaskLost: it carries none, or every address in it has expired: no poll brings a new one.
    """
    try:
        told = json.loads(base64.urlsafe_b64decode(remote_id.removeprefix(_MARK)))
        snapshot = _snapshot(told)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise TaskLost("the id carries no result") from None
    ends = [artifact.expires_at for artifact in snapshot.artifacts]
    if ends and all(end is not None and end <= now for end in ends):
        raise TaskLost("the addresses have expired")
    return snapshot


def _told(artifact: Artifact) -> dict[str, Any]:
    told = {
        "id": artifact.artifact_id,
        "url": artifact.url,
        "path": None if artifact.path is None else str(artifact.path),
        "expires_at": artifact.expires_at,
    }
    return {name: value for name, value in told.items() if value is not None}


def _snapshot(told: dict[str, Any]) -> Snapshot:
    artifacts = tuple(
        Artifact(
            artifact_id=one["id"],
            url=one.get("url"),
            path=Path(one["path"]) if "path" in one else None,
            expires_at=one.get("expires_at"),
        )
        for one in told["artifacts"]
    )
    return Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=artifacts,
        expected=told["expected"],
        notices=tuple(told["notices"]),
    )
