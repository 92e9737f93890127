"""Answers to an order that the seeds do not show: read generously, never guessed (contracts 1.16)."""

import json
from typing import Any

import pytest

from providers.dreamina_mcp.acceptance import accepted_id
from providers.errors import (
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
)
from providers.http import Answer
from tests.unit.provider_stage import KEY


def answer(body: Any, status: int = 200) -> Answer:
    """An answer to a call that costs."""
    return Answer(
        status=status, headers={}, content=json.dumps(body).encode(), costs=True
    )


@pytest.mark.parametrize("body, remote_id", [
    ({"ret": "0", "data": {"aigc_data": {"history_record_id": "7"}}}, "7"),
    ({"ret": 0, "data": {"history_id": 8}}, "8"),
    ({"history_record_id": "9", "submit_id": KEY}, "9"),
    ({"submit_id": "u", "data": {"history_id": "5"}}, "5"),
    ({"code": 0, "data": {"submit_id": "u"}}, "u"),
    ({"code": 200, "message": "ok"}, KEY),
    ({"status_code": 0}, KEY),
    ({"data": None}, KEY),
    ({"data": []}, KEY),
    ({"data": {"aigc_data": None}}, KEY),
    ({"code": 99, "history_id": "4"}, "4"),
    ({}, KEY),
])  # fmt: skip
def test_the_name_of_a_task(body: dict[str, Any], remote_id: str) -> None:
    """The site's own name first, wherever it stands; then the echo; then what was sent."""
    assert accepted_id(answer(body), KEY) == remote_id


@pytest.mark.parametrize("body, status, kind", [
    ({"ret": "2038", "errmsg": "no"}, 200, ModerationRefused),
    ({"ret": "1010"}, 200, RateLimited),
    ({"ret": "777777"}, 200, TaskFailed),
    ({"code": 1010, "message": "busy"}, 200, RateLimited),
    ({"code": 777777, "message": "?"}, 200, SubmissionUnknown),
    ({"code": 777777}, 429, RateLimited),
    ({"message": "busy"}, 503, ServiceUnavailable),
    ({}, 504, SubmissionUnknown),
    ([], 200, SubmissionUnknown),
    ("ok", 200, SubmissionUnknown),
])  # fmt: skip
def test_what_is_no_acceptance(
    body: Any, status: int, kind: type[ProviderError]
) -> None:
    """A code of the site's table refuses; a stranger is looked up instead of believed."""
    with pytest.raises(ProviderError) as raised:
        accepted_id(answer(body, status), KEY)

    assert type(raised.value) is kind
