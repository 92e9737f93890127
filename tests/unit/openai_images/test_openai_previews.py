"""Streamed orders: coarse pictures on the way, one result, and no second order."""

import asyncio
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from providers.base import Preview
from providers.errors import (
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    SubmissionUnknown,
    TaskFailed,
)
from providers.openai_images.events import EventReader, StreamListener
from tests.unit.openai_images.conftest import Stage


@pytest.mark.parametrize("is_edit", [False, True])
async def test_coarse_pictures_are_shown_before_the_result(
    stage: Stage, is_edit: bool
) -> None:
    """Two whole small pictures come in order, then the result as in any other answer."""
    shown: list[Preview] = []
    request = stage.edit("PNG") if is_edit else stage.generate()

    snapshot = await stage.order(stage.provider(), request, shown.append)

    assert [preview.number for preview in shown] == [0, 1]
    for preview in shown:
        with Image.open(io.BytesIO(preview.data)) as picture:
            picture.load()
    assert len(snapshot.artifacts) == 1
    (entry,) = stage.emulator.log.of("submit")
    asked = (str(entry.body["stream"]), str(entry.body["partial_images"]))
    assert asked == ("true" if is_edit else "True", "2")


async def test_nobody_watching_means_no_stream(stage: Stage) -> None:
    """Without a place for previews the order is the plain one."""
    await stage.order(stage.provider(), stage.generate())

    assert "stream" not in stage.emulator.log.of("submit")[0].body


@pytest.mark.parametrize(
    "more", [{"count": 2}, {"model": "dall-e-3"}, {"model": "dall-e-2"}]
)
async def test_some_orders_are_never_streamed(
    stage: Stage, more: dict[str, Any]
) -> None:
    """Events do not say to which of several pictures they belong; older models have none."""
    shown: list[Preview] = []

    snapshot = await stage.order(stage.provider(), stage.generate(**more), shown.append)

    assert "stream" not in stage.emulator.log.of("submit")[0].body
    assert shown == []
    assert snapshot.artifacts


async def test_a_relay_without_streams_is_asked_once(stage: Stage) -> None:
    """The refusal took nothing, so the order goes without; the next one does not even try."""
    stage.emulator.faults.fail_next("no_streams", times=-1)
    provider, shown = stage.provider(), list[Preview]()

    for _ in range(2):
        assert (await stage.order(provider, stage.generate(), shown.append)).artifacts

    bodies = [entry.body for entry in stage.emulator.log.of("submit")]
    assert ["stream" in body for body in bodies] == [True, False, False]
    assert len(stage.emulator.log.paid_submits) == 2


@pytest.mark.parametrize("way", ["plain_answer", "early_result"])
async def test_services_differ_in_how_they_stream(stage: Stage, way: str) -> None:
    """JSON in place of a stream, or the result before the rest: it is the same result."""
    stage.emulator.faults.fail_next(way)
    shown: list[Preview] = []

    snapshot = await stage.order(stage.provider(), stage.generate(), shown.append)

    assert len(snapshot.artifacts) == 1
    assert shown == []
    assert len(stage.emulator.log.paid_submits) == 1


@pytest.mark.parametrize(
    "code, kind",
    [
        ("moderation_blocked", ModerationRefused),
        ("billing_hard_limit_reached", OutOfCredit),
        ("rate_limit_exceeded", RateLimited),
        ("server_error", TaskFailed),
    ],
)
async def test_a_stream_may_end_in_an_error(
    stage: Stage, code: str, kind: type[ProviderError]
) -> None:
    """The event's code is read as that of an answer."""
    stage.emulator.faults.fail_next("stream_error", code=code)

    with pytest.raises(kind):
        await stage.order(stage.provider(), stage.generate(), lambda _: None)


async def test_a_stream_that_just_ends_is_unknown(stage: Stage) -> None:
    """A preview is no result: the order may be billed, and is not repeated."""
    stage.emulator.faults.fail_next("stream_ends")
    shown: list[Preview] = []

    with pytest.raises(SubmissionUnknown):
        await stage.order(stage.provider(), stage.generate(), shown.append)

    assert len(shown) == 1
    assert len(stage.emulator.log.of("submit")) == 1


EVENTS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20)), max_size=6
)


@given(events=EVENTS, size=st.integers(1, 40), end=st.sampled_from(["\n", "\r\n"]))
def test_events_are_whole_however_the_chunks_fall(
    events: list[dict[str, str]], size: int, end: str
) -> None:
    """Any cut of the same bytes gives the same events, in order."""
    text = "".join(
        f"event: x{end}data: {json.dumps(event)}{end}{end}" for event in events
    ).encode()
    reader = EventReader()

    found = [
        json.loads(data)
        for start in range(0, len(text), size)
        for data in reader.feed(text[start : start + size])
    ]

    assert found == events


def test_an_event_over_the_cap_is_dropped_and_the_next_is_read() -> None:
    """A service that never ends its line does not fill the memory."""
    reader = EventReader(max_event=100)

    found = list(reader.feed(b"data: " + b"x" * 500))
    assert len(reader._line) <= 100
    found += reader.feed(b"x" * 500 + b"\n\ndata: {}\n\n")

    assert found == [b"{}"]


async def test_what_is_no_event_is_passed_over() -> None:
    """Comments, a closing mark and lists do no harm."""
    listener = StreamListener(lambda _: None)

    await asyncio.wait_for(
        listener(b": hello\n\ndata: [DONE]\n\ndata: [1]\n\ndata: {}\n\n"), 5
    )

    assert listener.results == []
    assert listener.error is None
