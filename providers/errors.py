"""What can go wrong with a provider, branched by what the caller must do next.

ProviderError
├── TransientError            ask again, after `retry_after` when given
│   ├── RateLimited           the account sends too much
│   └── ServiceUnavailable    the service is away: connection refused, 5xx, time-out of a read
├── RequestRejected           tell the user, release: the same request fails again
│   ├── ModerationRefused     content rules; never tried at another provider
│   └── UnsupportedRequest    this provider cannot do it; another one may
├── TaskFailed                the service took the task and failed it for its own reasons
├── AccountError              tell the operator, try another provider
│   ├── KeyRefused            key, cookie or permission
│   ├── OutOfCredit           the account cannot pay
│   └── AccountBlocked        risk control: stop until the operator acts
├── SubmissionUnknown         the submit may have been taken: look it up, never repeat it blindly
└── TaskLost                  the service does not know the remote id (any more)
"""

from collections.abc import Mapping


class ProviderError(Exception):
    """The root; `detail` is for the log and holds no secret, texts for people live elsewhere.

    Attributes:
        code: stable name of the situation, a key of the catalogues.
        detail: what the service said, redacted, at most a few hundred characters.
        args_for_text: values that the text of `code` takes, such as the values allowed.
    """

    code = "provider_error"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        args_for_text: Mapping[str, str | int | float] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.args_for_text: Mapping[str, str | int | float] = args_for_text or {}
        if code is not None:
            self.code = code


class TransientError(ProviderError):
    """Nothing was decided: ask again. Raised by `submit` only when the job certainly was not taken."""

    code = "provider_unavailable"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail, code=code)
        self.retry_after = retry_after
        """Seconds that the service asked for; None when it did not say."""


class RateLimited(TransientError):
    """Too many requests or too many tasks at once for this account."""

    code = "provider_busy"


class ServiceUnavailable(TransientError):
    """The service cannot be reached or answers with a fault of its own."""

    code = "provider_unavailable"


class RequestRejected(ProviderError):
    """The service refuses this request, now and later."""

    code = "request_rejected"


class ModerationRefused(RequestRejected):
    """The service's content rules refuse the prompt, the input or the output."""

    code = "moderation"


class UnsupportedRequest(RequestRejected):
    """This provider does not take such a request: a value out of its range, too large a picture."""

    code = "unsupported_request"


class TaskFailed(ProviderError):
    """The task was taken and failed at the service; nothing came of it."""

    code = "provider_failed"


class AccountError(ProviderError):
    """The operator's account is at fault, not the user."""

    code = "account_error"


class KeyRefused(AccountError):
    """The key or cookie is not accepted."""

    code = "key_refused"


class OutOfCredit(AccountError):
    """The account has no credit left for this request."""

    code = "out_of_credit"


class AccountBlocked(AccountError):
    """The service's risk control has stopped the account."""

    code = "account_blocked"


class SubmissionUnknown(ProviderError):
    """The request left, the answer was lost: it may be running and may be billed."""

    code = "submission_unknown"


class TaskLost(ProviderError):
    """The service does not know this remote id."""

    code = "task_lost"
