"""What a refusal means, read from its message: the codes are not published (contracts 2.4)."""

import re
from collections.abc import Mapping

from providers.errors import (
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    UnsupportedRequest,
)
from providers.http import shorten

_NOT_HERE = "2031"  # observed: the module is not supported on this site

# The first line that fits decides. Faults of a parameter come first: "the prompt exceeds the
# length limit" is no rate limit and "illegal image format" no matter of content.
_WORDS: tuple[tuple[type[ProviderError], str], ...] = (
    (RequestRejected, r"param|\bformat|resolution|length|too long|格式|参数|长度"),
    (OutOfCredit, r"balance|credit|insufficient|余额|欠费|积分"),
    (ModerationRefused, r"illegal|sensitive|safety|unsafe|violat|敏感|违规|违法|审核"),
    (
        RateLimited,
        r"limit|too many|concurren|frequen|busy|overload|频率|并发|繁忙|限流",
    ),
    (KeyRefused, r"token|\bauth|unauthor|credential|授权|鉴权|登录"),
)
_UNKNOWN_TASK = re.compile(r"not (found|exist)|no such|不存在|未找到", re.IGNORECASE)


def kind_of(message: str) -> type[ProviderError] | None:
    """The class of a message; None when no word of it is known."""
    for kind, words in _WORDS:
        if re.search(words, message, re.IGNORECASE):
            return kind
    return None


def refusal(code: str, message: str) -> ProviderError:
    """The error of an answer whose `code` is not 0: the service did not take the order."""
    detail = shorten(f"{code} {message}")
    if code == _NOT_HERE:
        return UnsupportedRequest(detail, code="operation_unsupported")
    return (kind_of(message) or RequestRejected)(detail)


def is_unknown_task(envelope: Mapping[str, object]) -> bool:
    """Does a refused query say that there is no such task?"""
    return bool(_UNKNOWN_TASK.search(str(envelope.get("message") or "")))
