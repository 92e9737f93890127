"""An answer that did arrive, read whole, and what its status means by itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from providers.errors import (
    KeyRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
    UnsupportedRequest,
)
from providers.http.redaction import redact, shorten

# A gateway that lost its origin's answer says nothing about what the origin did.
# 520-524 are such answers of a large content network.
_PASSING = frozenset({408, 409, 425})
_LOST_BEHIND_GATEWAY = frozenset({500, 502, 504, 520, 522, 524})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of a service, read whole.

    Attributes:
        costs: the request was a submit: what cannot be understood is `SubmissionUnknown`.
        secrets: taken out of every text that leaves this value.
    """

    status: int
    headers: Mapping[str, str]  # names without case
    content: bytes = field(repr=False)
    costs: bool = False
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The body as text, redacted and short: for the log, not for parsing."""
        return shorten(
            redact(self.content[:4096].decode("utf-8", "replace"), self.secrets)
        )

    def json(self) -> Any:  # noqa: ANN401 - whatever the service sent; the vendor checks it
        """The parsed body.

        Raises:
            SubmissionUnknown: not JSON, and the request was a submit.
            ServiceUnavailable: not JSON (a login page, a gateway's error page).
        """
        try:
            return json.loads(self.content)
        except ValueError:
            raise self.lost(f"HTTP {self.status}, not JSON: {self.text}") from None

    def json_object(self) -> dict[str, Any]:
        """The parsed body, which has to be an object; raises as `json`."""
        body = self.json()
        if not isinstance(body, dict):
            raise self.lost(f"HTTP {self.status}, no object: {self.text}")
        return body

    def is_json(self) -> bool:
        """Can the body be parsed?"""
        try:
            json.loads(self.content)
        except ValueError:
            return False
        return True

    def lost(self, detail: str) -> ProviderError:
        """The error for an answer that tells nothing: unknown for a submit, transient else."""
        detail = shorten(redact(detail, self.secrets))
        return SubmissionUnknown(detail) if self.costs else ServiceUnavailable(detail)

    def raise_for_status(self) -> None:
        """Map a status that is no success, after the vendor has looked at its own error body.

        Raises:
            KeyRefused: 401, 403.
            OutOfCredit: 402.
            RateLimited: 429, with the service's `Retry-After`.
            UnsupportedRequest: 413 (too large), 415.
            ServiceUnavailable: 408, 409, 425, 5xx, a redirect; `SubmissionUnknown` where a submit
                may have been carried out all the same (a gateway's 502 or 504, a bare 500).
            RequestRejected: any other 4xx.
        """
        if not HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES:
            raise self._error_of_status()

    def _error_of_status(self) -> ProviderError:
        detail = f"HTTP {self.status}: {self.text}"
        wait = self.retry_after
        match self.status:
            case 401 | 403:
                error: ProviderError = KeyRefused(detail)
            case 402:
                error = OutOfCredit(detail)
            case 429:
                error = RateLimited(detail, retry_after=wait)
            case 413:
                error = UnsupportedRequest(detail, code="picture_too_large")
            case 415:
                error = UnsupportedRequest(detail)
            case status if 400 <= status < 500 and status not in _PASSING:  # noqa: PLR2004 - a class of HTTP statuses
                error = RequestRejected(detail)
            case status if self.costs and self._may_have_been_carried_out(status):
                error = SubmissionUnknown(detail)
            case _:
                error = ServiceUnavailable(detail, retry_after=wait)
        return error

    def _may_have_been_carried_out(self, status: int) -> bool:
        if status == HTTPStatus.INTERNAL_SERVER_ERROR and self.is_json():
            return False  # the service itself says that it failed
        return status in _LOST_BEHIND_GATEWAY

    @property
    def retry_after(self) -> float | None:
        """Seconds that the service asked to wait; a date is measured against the answer's own."""
        return parse_retry_after(
            self.headers.get("retry-after"), self.headers.get("date")
        )


def parse_retry_after(value: str | None, date: str | None = None) -> float | None:
    """Seconds from a `Retry-After` header, given as a number or as a date."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            until, now = parsedate_to_datetime(value), parsedate_to_datetime(date or "")
            seconds = (until - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if seconds < float("inf") else None
