"""The API's errors and what each asks of the caller (contracts 4.5).

Relays answer with the same body and types of their own, so the status and `code` decide, never
`type`.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from providers.errors import (
    AccountError,
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    TaskFailed,
    UnsupportedRequest,
)
from providers.http import Answer, shorten
from providers.openai_images.families import KNOWN_MODELS

_MODERATION = frozenset({"moderation_blocked", "content_policy_violation"})
_MODERATION_TEXTS = ("safety system", "content policy", "content_policy")
_MONEY = frozenset(
    {
        "billing_hard_limit_reached",
        "insufficient_quota",
        "insufficient_user_quota",
        "project_spend_limit_exceeded",
    }
)
_MODEL = "model_not_found"
_RATE = "rate_limit_exceeded"


def raise_refusal(answer: Answer) -> None:
    """Raise the error of an answer that is no success.

    Raises:
        ModerationRefused, OutOfCredit, UnsupportedRequest: by its `code`.
        RateLimited: 429 for any other reason, with the service's own pause.
        AccountError: 404 that is not about the model: the base address is wrong.
        ProviderError: other statuses as for every vendor.
    """
    if answer.status < HTTPStatus.BAD_REQUEST:
        answer.raise_for_status()
        return
    said = _body(answer)
    detail = f"HTTP {answer.status}: {_text(said) if said else answer.text}"
    if (error := _by_code(said, detail)) is not None:
        raise error
    match answer.status:
        case 429:
            raise RateLimited(detail, retry_after=_pause(answer))
        case 404:
            raise AccountError(f"is OPENAI_BASE_URL right? {detail}")
        case _:
            answer.raise_for_status()


def error_of_event(said: Mapping[str, Any]) -> ProviderError:
    """The error that a stream ended with: the order was taken, so it is not simply repeated."""
    detail = _text(said)
    if said.get("code") == _RATE:
        return RateLimited(detail)
    return _by_code(said, detail) or TaskFailed(detail)


def is_about_streaming(error: RequestRejected) -> bool:
    """Does a relay refuse the two fields that ask for a stream?"""
    if type(error) is not RequestRejected:
        return False  # its code gave another reason
    return "stream" in error.detail or "partial_images" in error.detail


def _by_code(said: Mapping[str, Any], detail: str) -> ProviderError | None:
    code, message = str(said.get("code") or ""), str(said.get("message") or "").lower()
    if code in _MODERATION or any(text in message for text in _MODERATION_TEXTS):
        return ModerationRefused(detail)
    if code in _MONEY:
        return OutOfCredit(detail)
    if code == _MODEL:
        return UnsupportedRequest(
            detail,
            code="model_unsupported",
            args_for_text={"allowed": ", ".join(KNOWN_MODELS)},
        )
    return KeyRefused(detail) if code == "invalid_api_key" else None


def _body(answer: Answer) -> Mapping[str, Any]:
    """The `error` of an answer; empty when there is none."""
    body = answer.json() if answer.is_json() else None
    error = body.get("error") if isinstance(body, Mapping) else None
    if isinstance(error, Mapping):
        return error
    return {"message": str(error)} if error else {}


def _text(said: Mapping[str, Any]) -> str:
    parts = (said.get("code"), said.get("param"), said.get("message"))
    return shorten(" ".join(str(part) for part in parts if part))


def _pause(answer: Answer) -> float | None:
    milliseconds = answer.headers.get("retry-after-ms", "")
    return int(milliseconds) / 1000 if milliseconds.isdecimal() else answer.retry_after
