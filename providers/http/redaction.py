"""Takes secrets out of texts that are meant for a log or an error."""

from collections.abc import Iterable
from urllib.parse import quote

MAX_DETAIL = 300  # characters of a service's text that an error carries
_SHORTEST = 4  # a shorter "secret" would only eat ordinary words


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, as they are and as they stand in an address."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "***").replace(quote(secret, safe=""), "***")
    return text


def shorten(text: str) -> str:
    """One line of at most `MAX_DETAIL` characters."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_DETAIL else f"{line[:MAX_DETAIL]}..."
