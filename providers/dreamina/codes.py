"""The site's error codes and what each asks of the caller (contracts 1.9, 5.2, section 6)."""

from collections.abc import Mapping
from types import MappingProxyType

from providers.errors import (
    AccountBlocked,
    AccountError,
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    TaskFailed,
    TransientError,
    UnsupportedRequest,
)
from providers.http import shorten

_BY_KIND: tuple[tuple[type[ProviderError], str], ...] = (
    (KeyRefused, "16 1015 3000 4003 4010"),
    (OutOfCredit, "1006 4001 5000 121101"),
    (RateLimited, "1010 1057 2014 2020 10020"),
    (AccountBlocked, "1018 1019 1021 2035 2043 -4 -6"),
    (
        ModerationRefused,
        "1063 1159 2003 2004 2005 2038 2039 2041 2042 2047 2048 2050",
    ),
    (RequestRejected, "1000 1001 1002 1017 2008 4002 34010100"),
    (UnsupportedRequest, "1161 1162 3021"),
    # 1014: the sign is wrong, so our clock or version is; 3018: versions too old, or a model that
    # the account may not use. The operator can mend both, the user neither.
    (AccountError, "1014 3018"),
    (ServiceUnavailable, "1 2002 5001 5002"),
)
KIND_OF_CODE: Mapping[str, type[ProviderError]] = MappingProxyType(
    {code: kind for kind, codes in _BY_KIND for code in codes.split()}
)
_HINTS = {
    "1014": "sign refused: check this machine's clock and JIMENG_APP_VERSION",
    "3018": "permission denied: JIMENG_APP_VERSION may be outdated, or the model is closed",
    "4010": "the site wants a confirmation in the browser",
}
_CREDIT_WORDS = ("积分", "credit")
_CONTENT_WORDS = (
    "违规",
    "不符合",
    "敏感",
    "审核",
    "内容",
    "violat",
    "content",
    "risk",
    "unsafe",
    "audit",
)


def is_code(value: object) -> bool:
    """Does this field hold an error at all? Empty and zero mean none."""
    return str(value or "0") != "0"


def refusal(code: str, message: str = "") -> ProviderError:
    """The error of a call that was answered with this `ret`: the service did not take it."""
    detail = shorten(f"{code} {_HINTS.get(code, message)}")
    kind = _kind(code, message)
    # An unknown code says no, so nothing was taken; another provider may be asked.
    return TaskFailed(detail) if kind is None else kind(detail)


def failure(code: str, message: str = "") -> ProviderError:
    """The error of a task that ended with this `fail_code`: it does not run any more."""
    kind = _kind(code, message)
    if kind is None or issubclass(kind, TransientError):
        kind = ModerationRefused if is_about_content(message) else TaskFailed
    return kind(shorten(f"{code} {message}"))


def is_about_content(message: str) -> bool:
    """Does the text of an item or a task speak of content rules (`OutputImageRisk`)?"""
    return _names(message, _CONTENT_WORDS)


def is_code_about_content(code: str, message: str) -> bool:
    """Is this code, with its text, in the class of moderation?"""
    return _kind(code, message) is ModerationRefused or is_about_content(message)


def _kind(code: str, message: str) -> type[ProviderError] | None:
    # Two numbers are read in two ways by different clients; the text decides (section 6, 18-19).
    if code == "2039" and _names(message, _CREDIT_WORDS):
        return OutOfCredit
    if code == "4001" and is_about_content(message):
        return ModerationRefused
    return KIND_OF_CODE.get(code)


def _names(message: str, words: tuple[str, ...]) -> bool:
    lowered = message.lower()
    return any(word in lowered for word in words)
