"""What an operator can set about Jimeng; the defaults are the seeds' (contracts 1, section 6)."""

from dataclasses import dataclass, field

from providers.dreamina.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class JimengSettings:
    """Addresses, versions and switches.

    Attributes:
        session_id: the `sessionid` cookie; whoever holds it holds the account.
        app_version: `Appvr`, in the header and in the sign alike; "8.4.0" if 3018 appears.
        draft_version: `da_version` and draft version of pictures from text.
        edit_version: the same for edits.
        result_hosts: hosts that result addresses may name, beside the API's own.
        steps_down: a refusal for want of credits at 2k is tried again at 1k (contracts 1.10).
        sizes_follow_label: send 1k sizes with the label "1k"; the seeds send 2k sizes there.
    """

    session_id: str = field(repr=False)
    api_url: str = "https://jimeng.jianying.com"
    imagex_url: str = "https://imagex.bytedanceapi.com"
    app_version: str = "5.8.0"
    draft_version: str = "3.3.8"
    edit_version: str = "3.2.2"
    web_version: str = "7.5.0"
    result_hosts: tuple[str, ...] = ("*.byteimg.com",)
    steps_down: bool = True
    sizes_follow_label: bool = False
    concurrency: int = 4

    @property
    def account(self) -> Account:
        """The account as the site knows it."""
        return Account(
            cookie=f"sessionid={self.session_id}",
            api_url=self.api_url,
            imagex_url=self.imagex_url,
            app_version=self.app_version,
            draft_version=self.draft_version,
            result_hosts=self.result_hosts,
        )
