"""Whatever JSON a relay sends, only the errors of the contract come out."""

import json
import tempfile
from pathlib import Path
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from providers.errors import ProviderError
from providers.http import Answer
from providers.openai_images.answers import read_pictures
from providers.openai_images.events import StreamListener
from providers.openai_images.refusals import error_of_event, raise_refusal
from providers.openai_images.shelf import Shelf

_WORDS = (
    "error code message param data url b64_json type error image_edit.partial_image "
    "image_edit.completed partial_image_index aGVsbG8= http://a/b data:image/png;base64,aGk= é"
)
WORDS = st.sampled_from(_WORDS.split())
LEAVES = st.none() | st.booleans() | st.integers() | WORDS | st.text()
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5)
    ),
    max_leaves=12,
)


@given(status=st.sampled_from([400, 401, 403, 404, 422, 429, 500, 503]), body=JSON)
def test_an_error_is_always_one_of_ours(status: int, body: Any) -> None:
    """No shape of an error body passes for a success or breaks the reader."""
    answer = Answer(
        status=status,
        headers=httpx.Headers(),
        content=json.dumps(body).encode(),
        costs=True,
    )
    try:
        raise_refusal(answer)
    except ProviderError:
        return
    raise AssertionError("an error passed for a success")


@given(items=st.lists(JSON, max_size=4))
def test_items_are_pictures_or_missing(items: list[Any]) -> None:
    """Each artifact is an address or a file; nothing else gets through."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = read_pictures(items, Shelf(Path(folder)), wanted=1)

        assert all(one.url or one.path for one in snapshot.artifacts)
        assert snapshot.expected == max(1, len(items))


@given(events=st.lists(JSON, max_size=4))
async def test_events_never_break_the_call_that_costs(events: list[Any]) -> None:
    """A stream of nonsense is read to its end, and an error in it is one of ours."""
    listener = StreamListener(lambda _: None)

    for event in events:
        await listener(f"data: {json.dumps(event)}\n\n".encode())

    if listener.error is not None:
        assert isinstance(error_of_event(listener.error), ProviderError)
