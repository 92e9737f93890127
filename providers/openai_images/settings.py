"""What an operator can set about an OpenAI-compatible service (contracts 4, 5.3)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenaiSettings:
    """Address, key, model and bounds.

    Attributes:
        base_url: ends in `/v1`, at OpenAI as at its relays.
        model: what is used unless the user names another; free text.
        read_timeout: seconds without a byte after which an order's answer counts as lost; large
            pictures take one to three minutes.
        partial_images: coarse pictures of a streamed order, 0-3.
        result_hosts: relays keep pictures anywhere; private networks stay closed all the same.
    """

    api_key: str = field(repr=False)
    base_url: str = "https://api.openai.com/v1"
    model: str = "gpt-image-1"
    read_timeout: float = 300.0
    partial_images: int = 2
    result_hosts: tuple[str, ...] = ("*",)
