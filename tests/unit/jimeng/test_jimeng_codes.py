"""Every code of the contracts (1.9) has its branch of the error tree, and credits are read."""

import pytest

from providers.dreamina.codes import KIND_OF_CODE, failure, refusal
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
from providers.jimeng.credits import read_balance

EXPECTED: dict[type[ProviderError], str] = {
    RequestRejected: "1000 1001 1002 1017 2008 4002 34010100",
    UnsupportedRequest: "1161 1162 3021",
    OutOfCredit: "1006 4001 5000 121101",
    RateLimited: "1010 1057 2014 2020 10020",
    AccountError: "1014 3018",
    KeyRefused: "16 1015 3000 4003 4010",
    AccountBlocked: "1018 1019 1021 2035 2043 -4 -6",
    ModerationRefused: "1063 1159 2003 2004 2005 2038 2039 2041 2042 2047 2048 2050",
    ServiceUnavailable: "1 2002 5001 5002",
}
CASES = [(code, kind) for kind, codes in EXPECTED.items() for code in codes.split()]


@pytest.mark.parametrize("code, kind", CASES)
def test_a_refused_call_has_its_branch(code: str, kind: type[ProviderError]) -> None:
    """`ret` of a call: what the caller must do next; the code stays in the detail."""
    error = refusal(code, "words of the service")

    assert type(error) is kind
    assert code in error.detail


@pytest.mark.parametrize("code, kind", CASES)
def test_a_failed_task_is_never_transient(code: str, kind: type[ProviderError]) -> None:
    """`fail_code` of a task: it is over, so asking again would only wait for nothing."""
    error = failure(code)

    assert not isinstance(error, TransientError)
    assert type(error) is (TaskFailed if issubclass(kind, TransientError) else kind)


def test_no_code_is_forgotten() -> None:
    """The table of the code and the table of this test are the same."""
    assert set(KIND_OF_CODE) == {code for code, _ in CASES}


def test_an_unknown_code_fails_openly() -> None:
    """A new code is a failure of the service, with its number and text for the operator."""
    error = refusal("777777", "something new")

    assert type(error) is TaskFailed
    assert "777777" in error.detail


@pytest.mark.parametrize("code, message, kind", [
    ("2039", "积分不足", OutOfCredit),
    ("2039", "picture security", ModerationRefused),
    ("4001", "content violation", ModerationRefused),
    ("4001", "", OutOfCredit),
])  # fmt: skip
def test_two_codes_go_by_their_text(
    code: str, message: str, kind: type[ProviderError]
) -> None:
    """2039 and 4001 are read in two ways by different clients; the text decides."""
    assert type(refusal(code, message)) is kind
    assert type(failure(code, message)) is kind


def test_outdated_versions_say_what_to_change() -> None:
    """1014 and 3018 name the setting that the operator can mend."""
    assert "JIMENG_APP_VERSION" in refusal("1014").detail
    assert "JIMENG_APP_VERSION" in refusal("3018").detail


CREDIT = '{"credit": {"vip_credit": 1, "gift_credit": 66, "purchase_credit": 3}}'


@pytest.mark.parametrize("envelope, amount", [
    ({"data": {"credit": {"vip_credit": 5, "gift_credit": 2}}}, 7),
    ({"data": {}, "response": CREDIT}, 70),
    ({"response": CREDIT}, 70),
])  # fmt: skip
def test_credits_are_summed_wherever_they_stand(
    envelope: dict[str, object], amount: float
) -> None:
    """From `data`, or from the text in `response` on accounts that have only that."""
    balance = read_balance(envelope)

    assert balance is not None
    assert (balance.amount, balance.unit) == (amount, "credits")


@pytest.mark.parametrize("envelope", [{}, {"response": "nonsense"}, {"data": None}])
def test_unreadable_credits_are_unknown(envelope: dict[str, object]) -> None:
    """Nothing is invented where nothing is told."""
    assert read_balance(envelope) is None
