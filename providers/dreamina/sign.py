"""The sign of the web API, the headers that carry it and the query beside it (contracts 1.2)."""

import hashlib
from urllib.parse import urlsplit

AID = 513695
PLATFORM = "7"
SITE = "https://jimeng.jianying.com"


def sign(path: str, app_version: str, device_time: int) -> str:
    """The lower-case hex MD5 over path tail, versions and unix seconds."""
    tail = urlsplit(path).path[-7:]
    words = f"9e2c|{tail}|{PLATFORM}|{app_version}|{device_time}||11ac"
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


def poll_headers(
    path: str, *, cookie: str, app_version: str, device_time: int
) -> dict[str, str]:
    """The headers of a query, as the seeds send them: no version, no origin."""
    return {
        "Content-Type": "application/json",
        "Appid": str(AID),
        "Pf": PLATFORM,
        "Cookie": cookie,
        "Device-Time": str(device_time),
        "Sign": sign(path, app_version, device_time),
        "Sign-Ver": "1",
    }


def submit_headers(
    path: str, *, cookie: str, app_version: str, device_time: int
) -> dict[str, str]:
    """The headers of everything else."""
    shared = poll_headers(
        path, cookie=cookie, app_version=app_version, device_time=device_time
    )
    return shared | {"Appvr": app_version, "Origin": SITE, "Referer": SITE}


def site_query(version: str | None, *, region: str = "CN") -> dict[str, str | int]:
    """The query string of the seeds."""
    query: dict[str, str | int] = {
        "aid": AID,
        "device_platform": "web",
        "region": region,
    }
    return query if version is None else query | {"da_version": version}
