"""What the site checks before it looks into a body: cookie, sign, clock, query (contracts 1.15)."""

import hashlib
from http.cookies import SimpleCookie

from starlette.requests import Request

AID = "513695"
APP_VERSIONS = ("5.8.0", "8.4.0")
MAX_SKEW = 300  # seconds


class Refused(Exception):
    """An envelope that says no."""

    def __init__(self, ret: str, message: str = "", *, data: object = None) -> None:
        super().__init__(f"{ret} {message}")
        self.ret = ret
        self.message = message
        self.data = data


def check_sign(request: Request, now: float) -> None:
    """Refuse with 1014 unless the sign fits path, time and a known version."""
    device_time = request.headers.get("device-time", "")
    if not device_time.isdecimal() or abs(int(device_time) - now) > MAX_SKEW:
        raise Refused("1014", f"device time {device_time!r} is off")
    if request.headers.get("sign-ver") != "1" or request.headers.get("pf") != "7":
        raise Refused("1014", "Sign-Ver or Pf is wrong")
    named = request.headers.get("appvr")
    if named is not None and named not in APP_VERSIONS:
        raise Refused("3018", f"outdated version {named}")
    wanted = {
        _sign(request.url.path, version, device_time)
        for version in ([named] if named else APP_VERSIONS)
    }
    if request.headers.get("sign") not in wanted:
        raise Refused("1014", "sign error")


def _sign(path: str, version: str, device_time: str) -> str:
    text = "|".join(("9e2c", path[-7:], "7", version, device_time, "", "11ac"))
    return hashlib.md5(text.encode()).hexdigest()


def session_of(request: Request) -> str:
    """The `sessionid` cookie, empty when there is none."""
    cookie = SimpleCookie(request.headers.get("cookie", ""))
    return cookie["sessionid"].value if "sessionid" in cookie else ""


def check_query(request: Request) -> None:
    """Refuse with 1000 without the site's own parameters and headers."""
    query = request.query_params
    if query.get("aid") != AID or request.headers.get("appid") != AID:
        raise Refused("1000", "aid is wrong")
    if query.get("device_platform") != "web":
        raise Refused("1000", "device_platform is wrong")
    if query.get("region", "cn").lower() != "cn":
        raise Refused("1015", "wrong region")
