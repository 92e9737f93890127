"""What the endpoint answers to an order: an envelope or a bare object (contracts 1.16).

The seeds do not show the answer. Whatever is no clear refusal and no clear acceptance is looked up
by the `submit_id` that was sent, which is a task's name at the public site.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from providers.dreamina.client import message_of
from providers.dreamina.codes import KIND_OF_CODE, refusal
from providers.errors import KeyRefused
from providers.http import Answer

_HISTORY_NAMES = ("history_record_id", "history_id")
_FINE = frozenset({"0", "200"})


def accepted_id(answer: Answer, submit_id: str) -> str:
    """The name of the task that was accepted; the uuid that was sent when nothing else came back.

    Raises:
        KeyRefused, RateLimited, ...: the order was refused.
        SubmissionUnknown: the answer says neither yes nor no.
    """
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        raise KeyRefused(f"HTTP {answer.status}: led away, to a login")
    if not answer.is_json():
        answer.raise_for_status()
    body = answer.json_object()
    _check_code(answer, body)
    answer.raise_for_status()
    return _first(body, _HISTORY_NAMES) or _first(body, ("submit_id",)) or submit_id


def _check_code(answer: Answer, body: Mapping[str, Any]) -> None:
    message = message_of(body) or str(body.get("message") or "")
    if "ret" in body:
        if str(body["ret"]) != "0":
            raise refusal(str(body["ret"]), message)
        return
    code = str(body.get("code") or body.get("status_code") or "0")
    if code in _FINE or _first(body, _HISTORY_NAMES):
        return
    if code in KIND_OF_CODE:
        raise refusal(code, message)
    answer.raise_for_status()
    raise answer.lost(f"code {code}: {answer.text}")


def _first(body: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for level in _levels(body):
        for name in names:
            if level.get(name):
                return str(level[name])
    return None


def _levels(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The object itself, its `data`, and `data.aigc_data`."""
    level: object = body
    for name in ("data", "aigc_data", ""):
        if not isinstance(level, Mapping):
            return
        yield level
        level = level.get(name)
