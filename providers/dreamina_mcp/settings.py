"""What an operator can set about the intranet endpoint (contracts 1.16)."""

from dataclasses import dataclass, field

from providers.dreamina.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class DreaminaMcpSettings:
    """Where orders go, and the public site where uploads and results are.

    Attributes:
        cookie: the whole `cookie` header; whoever holds it holds the account.
        url: root of the intranet endpoint; the default is the seed's.
        api_url: root of the public site.
        imagex_url: root of its upload service.
        app_version: as in the signs of the public site.
        result_hosts: hosts that result addresses may name, beside the site's own.
        concurrency: tasks at once; the account's own limit is the site's (contracts 1.8.5).
    """

    cookie: str = field(repr=False)
    url: str = "https://dreamina-agent-operation.bytedance.net"
    api_url: str = "https://jimeng.jianying.com"
    imagex_url: str = "https://imagex.bytedanceapi.com"
    app_version: str = "5.8.0"
    result_hosts: tuple[str, ...] = ("*.byteimg.com",)
    concurrency: int = 4

    @property
    def account(self) -> Account:
        """The account as the public site knows it."""
        return Account(
            cookie=self.cookie,
            api_url=self.api_url,
            imagex_url=self.imagex_url,
            app_version=self.app_version,
            result_hosts=self.result_hosts,
        )
