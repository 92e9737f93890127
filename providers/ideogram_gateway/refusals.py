"""The gateway's errors, in four forms, and what each asks of the caller (contracts 3.5).

new-api `{"error": {"message", "code"}}`, task style `{"code": "<word>", "message", "data": null}`,
Ideogram's own `{"error": "<text>"}`, Kling style `{"code": <number>, "message"}`; the last one often
with HTTP 200.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
    ServiceUnavailable,
    TaskFailed,
)
from providers.http import Answer, shorten

FINE = frozenset({"", "0", "200", "success", "succeed"})
_ANY_VENDORS = frozenset({408, 409, 413, 415, 425})  # mean what they mean everywhere
_MONEY = ("insufficient", "quota", "balance", "arrear", "余额", "额度")
_CONTENT = (
    "safety",
    "moderat",
    "sensitive",
    "violat",
    "nsfw",
    "content policy",
    "content_policy",
    "审核",
    "敏感",
    "违规",
)
_UNKNOWN_TASK = (
    "not exist",
    "not_exist",
    "not found",
    "not_found",
    "不存在",
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an answer says went wrong."""

    code: str
    message: str

    @property
    def text(self) -> str:
        """For the log."""
        return shorten(f"{self.code} {self.message}")

    @property
    def is_about_money(self) -> bool:
        """Is the account out of credit?"""
        return self._names(_MONEY)

    @property
    def is_about_content(self) -> bool:
        """Do content rules refuse it?"""
        return self._names(_CONTENT)

    @property
    def is_about_unknown_task(self) -> bool:
        """Does the gateway not know the task it was asked for?"""
        return self._names(_UNKNOWN_TASK)

    def _names(self, words: tuple[str, ...]) -> bool:
        lowered = f"{self.code} {self.message}".lower()
        return any(word in lowered for word in words)


def complaint_of(answer: Answer) -> Complaint | None:
    """The error in an answer, whatever its form; None when it is a success."""
    body = answer.json() if answer.is_json() else None
    found = _complaint(body) if isinstance(body, Mapping) else None
    if found is None and answer.status >= HTTPStatus.BAD_REQUEST:
        return Complaint("", answer.text)
    return found


def _complaint(body: Mapping[str, Any]) -> Complaint | None:
    error, code = body.get("error"), str(body.get("code") or "")
    message = str(body.get("message") or "")
    if isinstance(error, Mapping):
        return Complaint(
            str(error.get("code") or code), str(error.get("message") or message)
        )
    if error:
        return Complaint(code, str(error))
    return None if code.lower() in FINE else Complaint(code, message)


def error_of(answer: Answer, complaint: Complaint) -> ProviderError:
    """The error to raise for a complaint.

    A 5xx to an order decides nothing: the picture was sent whole and may have been billed, so it
    is `SubmissionUnknown` unless the text tells the reason. 503 is the relay's own "no channel".
    """
    detail = f"HTTP {answer.status}: {complaint.text}"
    is_money = complaint.is_about_money
    by_status: Mapping[int, type[ProviderError]] = {
        401: KeyRefused,
        402: OutOfCredit,
        403: OutOfCredit if is_money else KeyRefused,
        404: AccountError,  # IDEOGRAM_GATEWAY_URL leads elsewhere
        422: ModerationRefused,
    }
    if (kind := by_status.get(answer.status)) is not None:
        return kind(detail)
    if answer.status in _ANY_VENDORS:
        return _by_status(answer)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS and (
        "insufficient" not in detail.lower()
    ):  # "quota" alone may speak of requests a minute
        return RateLimited(detail, retry_after=answer.retry_after)
    return _by_words(answer, complaint, detail)


def _by_words(answer: Answer, complaint: Complaint, detail: str) -> ProviderError:
    if complaint.is_about_content:
        return ModerationRefused(detail)
    if complaint.is_about_money:
        return OutOfCredit(detail)
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return ServiceUnavailable(detail, retry_after=answer.retry_after)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer.lost(detail)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return RequestRejected(detail)
    # A code of its own in an answer that is fine by HTTP says no: nothing was taken.
    return TaskFailed(detail)


def _by_status(answer: Answer) -> ProviderError:
    try:
        answer.raise_for_status()
    except ProviderError as error:
        return error
    raise AssertionError("unreachable: the status is an error")
