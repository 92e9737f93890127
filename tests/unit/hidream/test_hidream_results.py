"""Every state of a task, read from the shapes of contracts 2.2."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.base import Snapshot
from providers.errors import ModerationRefused, ProviderError, TaskFailed
from providers.hidream.results import read_results

RUNNING = (0, 2, -1, -2, -3, -4, -5)
BAD = (3, 4, 1004, 1005, 1006)


def part(status: object, name: str = "s1", **more: Any) -> dict[str, Any]:
    """One entry; a success has an address."""
    entry = {"sub_task_id": name, "task_status": status}
    if status == 1:
        entry["image"] = f"https://storage.hidreamai.com/image/p_{name}.png"
    return entry | more


def read(*parts: Any, expected: int = 1) -> Snapshot:
    """The snapshot of a list."""
    return read_results({"sub_task_results": list(parts)}, expected=expected)


def test_the_contracts_finished_answer() -> None:
    """One success with an address is the end."""
    snapshot = read(part(1))

    assert snapshot.is_done
    assert snapshot.progress.fraction == 1.0
    (artifact,) = snapshot.artifacts
    assert artifact.artifact_id == "s1"
    assert artifact.url == "https://storage.hidreamai.com/image/p_s1.png"


@pytest.mark.parametrize("status", RUNNING)
def test_what_runs_goes_on(status: int) -> None:
    """Waiting, working, and the troubles from -5 to -1 are all polled on."""
    assert not read(part(status)).is_done


@pytest.mark.parametrize("result", [
    {}, {"sub_task_results": []}, {"sub_task_results": None},
    {"sub_task_results": "soon"}, {"sub_task_results": [None]},
])  # fmt: skip
def test_an_empty_answer_is_a_task_that_waits(result: dict[str, Any]) -> None:
    """The list may be missing or empty while the task waits."""
    snapshot = read_results(result, expected=2)

    assert not snapshot.is_done
    assert snapshot.expected == 2


def test_a_success_without_an_address_is_not_the_end() -> None:
    """Status 1 counts when `image` is there."""
    assert not read(part(1, image="")).is_done


@pytest.mark.parametrize("status, kind, code", [
    (3, TaskFailed, "provider_failed"), (4, ModerationRefused, "moderation"),
    (1004, TaskFailed, "no_result"), (1005, TaskFailed, "no_result"),
    (1006, TaskFailed, "no_result"), ("4", ModerationRefused, "moderation"),
])  # fmt: skip
def test_failures_are_told_apart(
    status: object, kind: type[ProviderError], code: str
) -> None:
    """A fault of the service, its content rules, and an input that gave nothing."""
    with pytest.raises(ProviderError) as raised:
        read(part(status, description="because"))

    assert type(raised.value) is kind
    assert raised.value.code == code
    assert "because" in raised.value.detail


@pytest.mark.parametrize("status, notice", [
    (4, "some_refused"), (3, "partial_result"), (1004, "partial_result"),
])  # fmt: skip
def test_good_pictures_survive_bad_ones(status: int, notice: str) -> None:
    """What is there is delivered, and why something is missing is said."""
    snapshot = read(part(1, "a"), part(status, "b"), expected=2)

    assert snapshot.is_done
    assert [artifact.artifact_id for artifact in snapshot.artifacts] == ["a"]
    assert snapshot.expected == 2
    assert snapshot.notices == (notice,)


def test_a_bad_picture_does_not_end_what_runs() -> None:
    """One refusal decides nothing while another picture is worked on."""
    assert not read(part(4, "a"), part(2, "b"), expected=2).is_done


def test_a_list_that_is_not_whole_is_not_the_end() -> None:
    """Two of four entries, both good: the others were paid for and are waited for."""
    snapshot = read(part(1, "a"), part(1, "b"), expected=4)

    assert not snapshot.is_done
    assert len(snapshot.artifacts) == 2


def test_a_bare_result_is_read_like_a_list_of_one() -> None:
    """One client saw a dict instead of a list."""
    assert read_results({"sub_task_results": part(1)}, expected=1).is_done


@pytest.mark.parametrize("said, fraction", [
    (0.4, 0.4), (40, 0.4), ("0.4", 0.4), (99.9, 0.99), (250, 0.99),
    (1, None), (0, None), (-3, None), (None, None), ("soon", None),
])  # fmt: skip
def test_completion_is_a_fraction_or_a_percentage(
    said: object, fraction: float | None
) -> None:
    """Both are shown alike; what says nothing shows nothing, and only the end is 100 percent."""
    shown = read(part(2, task_completion=said)).progress.fraction

    assert shown == (None if fraction is None else pytest.approx(fraction))


def test_finished_pictures_count_as_progress() -> None:
    """One of two done, the other at a half: three quarters."""
    snapshot = read(part(1, "a"), part(2, "b", task_completion=0.5), expected=2)

    assert snapshot.progress.fraction == pytest.approx(0.75)


@given(
    endings=st.lists(st.sampled_from((1, *BAD)), min_size=1, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_pictures_never_change_places(endings: list[int], order: Any) -> None:
    """Whichever is ready first: what was told once stays where it was, until all are there."""
    running = list(range(len(endings)))
    order.shuffle(running)
    told: list[str] = []
    while running:
        parts = [
            part(2 if index in running else status, str(index))
            for index, status in enumerate(endings)
        ]
        ids = [a.artifact_id for a in read(*parts, expected=len(parts)).artifacts]
        assert ids[: len(told)] == told
        told = ids
        running.pop()
    if 1 in endings:
        parts = [part(status, str(index)) for index, status in enumerate(endings)]
        last = read(*parts, expected=len(parts))
        ids = [artifact.artifact_id for artifact in last.artifacts]
        assert last.is_done
        assert ids[: len(told)] == told
        assert len(ids) == endings.count(1)
