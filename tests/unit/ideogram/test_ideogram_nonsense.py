"""Whatever JSON a service sends, only the errors of the contract come out."""

import json
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from providers.errors import ProviderError
from providers.http import Answer
from providers.ideogram.refusals import raise_refusal
from providers.ideogram_api import read_pictures
from providers.ideogram_gateway.answers import read_submission, read_task
from providers.ideogram_gateway.refusals import complaint_of, error_of

_WORDS = (
    "code message error data task_id task_status status images url is_image_safe "
    "task_result succeed failed submitted quota http://a/?exp=12 http://[ reject_reason"
)
WORDS = st.sampled_from(_WORDS.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text()
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5)
    ),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503])


def answered(status: int, body: Any, *, costs: bool) -> Answer:
    """An answer with this body."""
    return Answer(
        status=status,
        headers=httpx.Headers(),
        content=json.dumps(body).encode(),
        costs=costs,
    )


@given(status=STATUSES, body=JSON, costs=st.booleans())
def test_the_gateways_answers(status: int, body: Any, costs: bool) -> None:
    """An answer is a complaint, a task, pictures, or an error of the tree."""
    answer = answered(status, body, costs=costs)
    complaint = complaint_of(answer)
    if complaint is not None:
        assert isinstance(error_of(answer, complaint), ProviderError)
        return
    for read in (
        lambda: read_submission(answer, key="k", wanted=2),
        lambda: read_task(answer),
    ):
        try:
            read()
        except ProviderError:
            continue


@given(status=STATUSES, body=JSON)
def test_the_official_answers(status: int, body: Any) -> None:
    """A status that is no success always raises, and only what the contract knows."""
    try:
        raise_refusal(answered(status, body, costs=True))
    except ProviderError:
        assert status != 200
    else:
        assert status == 200


@given(listed=st.lists(JSON, max_size=5), wanted=st.none() | st.integers(1, 8))
def test_lists_of_pictures(listed: list[Any], wanted: int | None) -> None:
    """Every artifact has an address and a place of its own; the rest is counted as missing."""
    try:
        snapshot = read_pictures(listed, wanted=wanted)
    except ProviderError:
        return
    names = [artifact.artifact_id for artifact in snapshot.artifacts]
    assert len(set(names)) == len(names)
    assert all(artifact.url for artifact in snapshot.artifacts)
    assert snapshot.expected is not None
    assert len(names) <= snapshot.expected
