"""What an operator can set about HiDream; the addresses are the seed's (contracts 2.1, 2.2)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class HidreamSettings:
    """Addresses and the key.

    Attributes:
        token: what stands behind "Bearer"; whoever holds it holds the account.
        api_url: root of the gateway; pictures may come from its host too.
        result_hosts: hosts that result addresses may name beside it.
        language: of the service's messages, "en" or "zh" (`X-accept-language`).
        concurrency: tasks at once. The tiers stand 1, 3, 5, 7 and 10 (contracts 2.4) and the API
            does not tell ours: 3 is the smallest one that is paid for, and a free account
            answers the second task with a rate limit, which is waited out.
    """

    token: str = field(repr=False)
    api_url: str = "https://www.hidreamai.com"
    result_hosts: tuple[str, ...] = ("storage.hidreamai.com",)
    language: str = "en"
    concurrency: int = 3
