"""Every status of a task becomes the right snapshot or the right error (contracts 1.8.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.dreamina.records import read_record, remote_id_of
from providers.errors import (
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    TaskFailed,
    TaskLost,
)

NOW = 1_700_000_010.0


def item(name: str, url: str = "https://p3.byteimg.com/a.webp") -> dict[str, Any]:
    """A finished picture."""
    return {
        "common_attr": {"id": name},
        "image": {"large_images": [{"image_url": url}]},
    }


def record(status: int, items: int = 0, **more: Any) -> dict[str, Any]:
    """A record of four promised pictures."""
    return {
        "status": status,
        "created_time": 1_700_000_000.5,
        "item_list": [item(str(index)) for index in range(items)],
        "pre_gen_item_ids": ["0", "1", "2", "3"],
    } | more


def failed(message: str, code: int = 1) -> dict[str, Any]:
    """A picture that failed."""
    return {"gen_result_data": {"result_code": code, "result_msg": message}}


@pytest.mark.parametrize("status, items", [
    (-1, 0), (0, 0), (20, 0), (20, 2), (21, 0), (42, 0), (45, 0), (45, 3), (45, 4), (99, 0),
])  # fmt: skip
def test_a_task_that_runs(status: int, items: int) -> None:
    """These states go on, 45 above all, even with all pictures but no end."""
    snapshot = read_record(record(status, items), now=NOW)

    assert not snapshot.is_done
    assert len(snapshot.artifacts) == items
    assert snapshot.expected == 4


@pytest.mark.parametrize("status", [10, 21, 50, 60, 70, 80])
def test_a_task_that_is_done(status: int) -> None:
    """50, and the doubtful states once there are pictures."""
    snapshot = read_record(record(status, 4), now=NOW)

    assert snapshot.is_done
    assert [a.artifact_id for a in snapshot.artifacts] == ["0", "1", "2", "3"]
    assert snapshot.notices == ()
    assert snapshot.progress.fraction == 1


@pytest.mark.parametrize("status, more, kind", [
    (10, {}, TaskFailed),
    (30, {}, TaskFailed),
    (30, {"fail_code": "2038"}, ModerationRefused),
    (30, {"fail_code": "1006"}, OutOfCredit),
    (30, {"fail_code": "2002"}, TaskFailed),
    (30, {"fail_code": "1057"}, TaskFailed),
    (30, {"fail_code": "0", "failed_item_list": [failed("OutputImageRisk")]}, ModerationRefused),
    (30, {"failed_item_list": [failed("SystemBusy")]}, TaskFailed),
    (30, {"fail_starling_message": "你输入的文字不符合平台规则"}, ModerationRefused),
    (40, {}, ModerationRefused),
    (50, {}, TaskFailed),
    (50, {"fail_code": "2041"}, ModerationRefused),
    (50, {"failed_item_list": [failed("risk not pass")] * 4}, ModerationRefused),
    (60, {}, TaskFailed), (70, {}, TaskFailed), (80, {}, TaskFailed),
    (100, {}, TaskLost),
])  # fmt: skip
def test_a_task_that_failed(
    status: int, more: dict[str, Any], kind: type[ProviderError]
) -> None:
    """The code decides, else the failed pictures, else the text."""
    with pytest.raises(ProviderError) as raised:
        read_record(record(status, **more), now=NOW)

    assert type(raised.value) is kind


def test_complete_counts_and_an_end_are_done() -> None:
    """Rule 3: pictures and failures make up the promise, and the service closed the task."""
    counts = record(45, 3, failed_item_list=[failed("OutputImageRisk")])

    assert not read_record(counts, now=NOW).is_done
    ended = read_record(counts | {"task": {"finish_time": 1_700_000_016}}, now=NOW)
    assert ended.is_done
    assert ended.notices == ("some_refused",)


@pytest.mark.parametrize("failures, notice", [
    ([], "some_refused"),
    ([failed("OutputImageRisk")], "some_refused"),
    ([failed("x", 2004)], "some_refused"),
    ([failed("SystemBusy")], "partial_result"),
])  # fmt: skip
def test_fewer_pictures_are_explained(
    failures: list[dict[str, Any]], notice: str
) -> None:
    """Refused ones and lost ones have words of their own."""
    snapshot = read_record(record(50, 3, failed_item_list=failures), now=NOW)

    assert (len(snapshot.artifacts), snapshot.expected) == (3, 4)
    assert snapshot.notices == (notice,)


def test_more_pictures_than_four_are_all_there() -> None:
    """A prompt for a series brings more: the counts are followed, four is not assumed."""
    many = record(50, 7, pre_gen_item_ids=[], total_image_count=7)

    assert len(read_record(many, now=NOW).artifacts) == 7


def test_a_picture_is_found_wherever_its_address_stands() -> None:
    """The large picture first, then the cover, then the largest of the covers; none twice."""
    items = [
        item("0", "https://h/large?x-expires=1702000000&x=1"),
        {"common_attr": {"id": "1", "cover_url": "https://h/cover"}},
        {"common_attr": {"id": "2", "cover_url_map": {"360": "s", "4096": "l", "x": "?"}}},
        item("0", "https://h/again"),
        {"common_attr": {"id": "4"}, "image": {"large_images": []}},
        {"image": {"large_images": [{"image_url": "u", "image_uri": "tos/aa"}]}},
    ]  # fmt: skip
    snapshot = read_record(record(50, item_list=items), now=NOW)

    assert [(a.artifact_id, a.url) for a in snapshot.artifacts] == [
        ("0", "https://h/large?x-expires=1702000000&x=1"),
        ("1", "https://h/cover"),
        ("2", "l"),
        ("tos/aa", "u"),
    ]
    assert snapshot.artifacts[0].expires_at == 1_702_000_000
    assert snapshot.artifacts[1].expires_at is None


def test_the_queue_is_told() -> None:
    """Place and time left while waiting; the place is gone once it runs."""
    costs = {"forecast_generate_cost": 20, "forecast_queue_cost": 40}
    waiting = {"queue_idx": 7, "queue_length": 9, "queue_status": 2}
    queued = read_record(record(20, **costs, queue_info=waiting), now=NOW).progress
    runs = read_record(
        record(20, **costs, queue_info=waiting | {"queue_status": 3}), now=NOW
    ).progress

    assert (queued.queue_position, queued.fraction) == (7, 0)
    assert queued.seconds_left == pytest.approx(50.5)
    assert runs.queue_position is None
    assert runs.fraction == pytest.approx(9.5 / 60)


def test_progress_follows_pictures_and_forecast() -> None:
    """Three of four pictures are more than a third of the time; overtime has no estimate."""
    late = read_record(record(45, 3, forecast_generate_cost=5), now=NOW).progress

    assert late.fraction == pytest.approx(0.9)
    assert late.seconds_left is None
    assert read_record(record(45, 2), now=NOW).progress.fraction == pytest.approx(0.5)
    assert read_record(record(42), now=NOW).progress.fraction == pytest.approx(0.1)
    assert read_record(record(20), now=NOW).progress.fraction is None


@pytest.mark.parametrize("found, remote_id", [
    ({"history_record_id": 30}, "30"), ({"task": {"history_id": "31"}}, "31"),
    ({"task": {"task_id": "32"}}, "32"), ({}, None),
])  # fmt: skip
def test_the_id_is_found(found: dict[str, Any], remote_id: str | None) -> None:
    """Wherever the service put it."""
    assert remote_id_of(found) == remote_id


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["nan", "inf", "1e999", "7"])
    | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.text(max_size=5), part, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = (
    "status", "item_list", "failed_item_list", "pre_gen_item_ids", "total_image_count",
    "fail_code", "task", "queue_info", "created_time", "forecast_generate_cost",
)  # fmt: skip


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)))
def test_no_record_breaks_the_reader(strange: dict[str, Any]) -> None:
    """Whatever comes in whatever field: a snapshot or an error of the tree, nothing else."""
    try:
        snapshot = read_record(strange, now=NOW)
    except ProviderError:
        return
    fraction = snapshot.progress.fraction
    assert fraction is None or 0 <= fraction <= 1
