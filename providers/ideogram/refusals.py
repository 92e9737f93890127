"""The API's errors and what each asks of the caller (contracts 3.6, 3.7)."""

from collections.abc import Mapping

from providers.errors import ModerationRefused, OutOfCredit, ProviderError, RateLimited
from providers.http import Answer, shorten


def raise_refusal(answer: Answer) -> None:
    """Raise the error of an answer that is no success.

    Raises:
        ModerationRefused: 422, prompt or picture failed the safety check.
        OutOfCredit: 402, no funds or the daily limit is reached.
        RateLimited: 429, with `Retry-After` where the service says it.
        ProviderError: other statuses as for every vendor (401 and 403 are the key).
    """
    kinds: dict[int, type[ProviderError]] = {422: ModerationRefused, 402: OutOfCredit}
    said = f"HTTP {answer.status}: {_message(answer)}"
    if answer.status == 429:  # noqa: PLR2004 - the name of an HTTP status
        raise RateLimited(shorten(said), retry_after=answer.retry_after)
    if (kind := kinds.get(answer.status)) is not None:
        raise kind(shorten(said))
    answer.raise_for_status()


def _message(answer: Answer) -> str:
    """`reject_reason` and `error`, where the body has them."""
    if not answer.is_json():
        return answer.text
    body = answer.json()
    if not isinstance(body, Mapping):
        return answer.text
    said = (body.get("reject_reason"), body.get("error") or body.get("message"))
    return " ".join(str(part) for part in said if part)
