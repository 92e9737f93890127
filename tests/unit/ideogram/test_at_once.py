"""A remote id that carries its result gives it back, whole, to whoever has it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.at_once import is_at_once, snapshot_of, submission_of
from providers.base import Artifact, Progress, Snapshot
from providers.errors import TaskLost

ARTIFACTS = st.lists(
    st.builds(
        Artifact,
        artifact_id=st.text(min_size=1),
        url=st.none() | st.text(),
        path=st.none() | st.just(Path("/scratch/a b.png")),
    ),
    max_size=8,
    unique_by=lambda artifact: artifact.artifact_id,
)


@given(artifacts=ARTIFACTS, expected=st.none() | st.integers(0, 8))
def test_what_went_in_comes_out(
    artifacts: list[Artifact], expected: int | None
) -> None:
    """Every artifact, the number expected and the notices survive the way through an id."""
    snapshot = Snapshot(
        is_done=True,
        progress=Progress(fraction=1.0),
        artifacts=tuple(artifacts),
        expected=expected,
        notices=("some_refused",),
    )

    submission = submission_of("key", snapshot)

    assert is_at_once(submission.remote_id)
    assert submission.remote_id.isascii()
    assert submission.snapshot == snapshot
    assert snapshot_of(submission.remote_id, now=0) == snapshot


def test_two_orders_with_nothing_differ() -> None:
    """Equal results of two orders are two ids."""
    empty = Snapshot(is_done=True)

    ids = {submission_of(key, empty).remote_id for key in ("a", "b")}

    assert len(ids) == 2


@pytest.mark.parametrize(
    "remote_id",
    ["0", "", "CjMT7WdSwWcAAAAAALvB3g", "at-once:", "at-once:e30=", "at-once:%%%"],
)
def test_an_id_without_a_result_is_lost(remote_id: str) -> None:
    """Anything else is a task that nobody knows, never a crash."""
    with pytest.raises(TaskLost):
        snapshot_of(remote_id, now=0)


def test_a_result_is_lost_when_all_its_addresses_have_ended() -> None:
    """One address that still works is worth a try; without any the poll says so."""
    artifacts = tuple(
        Artifact(artifact_id=name, url="https://a/b", expires_at=end)
        for name, end in (("0", 100.0), ("1", 200.0))
    )
    snapshot = Snapshot(is_done=True, artifacts=artifacts)
    remote_id = submission_of("key", snapshot).remote_id

    assert len(snapshot_of(remote_id, now=150).artifacts) == 2
    with pytest.raises(TaskLost):
        snapshot_of(remote_id, now=200)
