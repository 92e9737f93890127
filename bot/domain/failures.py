"""Which failures another try can mend."""

WORTH_ANOTHER_TRY = frozenset(
    {
        # Something here or on the way broke.
        "internal",
        "crashed",
        "chat_gone",
        "chat_migrated",
        "delivery_failed",
        "delivery_unknown",
        "message_gone",
        "not_allowed",
        "slow_down",
        "telegram_unreachable",
        # The service was at fault, was away, or draws anew each time.
        "link_expired",
        "lookup_unsupported",
        "no_result",
        "provider_busy",
        "provider_error",
        "provider_failed",
        "provider_unavailable",
        "result_broken",
        "result_refused",
        "submission_unknown",
        "task_lost",
        "timed_out",
        # The operator can mend it, or another service is asked by then.
        "account_blocked",
        "account_error",
        "key_refused",
        "out_of_credit",
    }
)
"""Codes of failures that do not lie in the order itself.

All others do: the same words and pictures meet the same rules and limits again, so that a button for
the same order would only fail once more. A new code is hopeless until it is listed here.
"""


def is_worth_another_try(code: str | None) -> bool:
    """Can the very same order succeed later?"""
    return code in WORTH_ANOTHER_TRY
