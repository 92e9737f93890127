"""Who speaks to the site, and where it is; the defaults are the seeds' (contracts 1.1, section 6)."""

from dataclasses import dataclass, field

_SHORTEST_SECRET = 8  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account at the site.

    Attributes:
        cookie: the whole `Cookie` header; whoever holds it holds the account.
        app_version: `Appvr`, in the header and in the sign alike; "8.4.0" if 3018 appears.
        draft_version: `da_version` of the calls that name one.
        result_hosts: hosts that result addresses may name, beside the API's own.
    """

    cookie: str = field(repr=False)
    api_url: str = "https://jimeng.jianying.com"
    imagex_url: str = "https://imagex.bytedanceapi.com"
    app_version: str = "5.8.0"
    draft_version: str = "3.3.8"
    result_hosts: tuple[str, ...] = ("*.byteimg.com",)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The header and the values in it that may open the account.

        Secrets are cut out of every answer: a short word ("dark") or a number (the user's own id,
        which the site writes into its records) would cut holes into good ones.
        """
        parts = (part.partition("=")[2].strip() for part in self.cookie.split(";"))
        return (self.cookie, *(part for part in parts if _is_secret(part)))


def _is_secret(value: str) -> bool:
    return len(value) >= _SHORTEST_SECRET and not value.isdecimal()
