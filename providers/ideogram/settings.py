"""What an operator can set about Ideogram (contracts 3.6, 3.7)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeogramSettings:
    """Address, key and bounds.

    Attributes:
        read_timeout: seconds without a byte after which an order's answer counts as lost; the
            service works while we wait, tens of seconds.
        result_hosts: hosts that result addresses may name, beside the API's own.
    """

    api_key: str = field(repr=False)
    api_url: str = "https://api.ideogram.ai"
    read_timeout: float = 180.0
    result_hosts: tuple[str, ...] = ("ideogram.ai", "*.ideogram.ai")
