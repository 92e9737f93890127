"""Messages of the service, sorted (contracts 2.4): the codes are not published."""

import pytest

from providers.errors import (
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    UnsupportedRequest,
)
from providers.hidream.refusals import refusal


@pytest.mark.parametrize("message, kind", [
    ("invalid token", KeyRefused),
    ("Unauthorized", KeyRefused),
    ("用户未授权", KeyRefused),
    ("rate limit exceeded", RateLimited),
    ("too many tasks", RateLimited),
    ("concurrency limit reached", RateLimited),
    ("请求频率过高", RateLimited),
    ("并发超限", RateLimited),
    ("system overload", RateLimited),
    ("insufficient balance", OutOfCredit),
    ("not enough credits", OutOfCredit),
    ("余额不足", OutOfCredit),
    ("illegal content", ModerationRefused),
    ("input failed the safety check", ModerationRefused),
    ("Sensitive information detected", ModerationRefused),
    ("包含敏感词", ModerationRefused),
    ("invalid parameter: upsale_ratio", RequestRejected),
    ("illegal image format", RequestRejected),
    ("prompt exceeds the length limit", RequestRejected),
    ("something else", RequestRejected),
    ("", RequestRejected),
])  # fmt: skip
def test_a_message_decides(message: str, kind: type[ProviderError]) -> None:
    """English and Chinese, and faults of a parameter before all other words."""
    error = refusal("1001", message)

    assert type(error) is kind
    assert message in error.detail


def test_a_module_that_is_not_sold_here_leaves_it_to_others() -> None:
    """2031: another provider may be asked."""
    error = refusal("2031", "not supported")

    assert type(error) is UnsupportedRequest
    assert error.code == "operation_unsupported"
