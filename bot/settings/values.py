"""Turns the words of single settings into values, or says what would work."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from bot.settings.providers import known_providers

LANGUAGES = ("en", "zh", "ru")
_HIGHEST_PORT = 65_535
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API setWebhook
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_NO_LIMIT = "none"


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where the one HTTP server listens; port 0 is any free one."""

    host: str
    port: int


def read(parse: Callable[[str], object]) -> BeforeValidator:
    """Parse what was written; a default is a value already."""
    return BeforeValidator(
        lambda value: parse(value.strip()) if isinstance(value, str) else value
    )


def listen(value: str) -> ListenAddress:
    """`host:port`; IPv6 hosts in brackets."""
    host, _, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > _HIGHEST_PORT:
        raise ValueError("must be host:port, such as 127.0.0.1:8081 or 0.0.0.0:8081")
    return ListenAddress(host, int(port))


def url(value: str) -> str:
    """An address that paths can be put behind; without a slash at its end."""
    parts = _split(value, "such as https://example.org")
    if parts.username is not None:
        raise ValueError("must not hold a name or password")
    if "?" in value or "#" in value:
        raise ValueError("must have nothing behind its path: no ? and no #")
    return value.rstrip("/")


def proxy(value: str) -> SecretStr:
    """An address that may hold a name and a password."""
    _split(value, "such as http://proxy:3128")
    return SecretStr(value)


def cookie(value: str) -> str:
    """What goes into a header: that cannot hold a line break or a letter beyond ASCII."""
    if not _PRINTABLE.fullmatch(value):
        raise ValueError("holds a character that no header takes; copy it once more")
    return value


def key(value: str) -> str:
    """A service's key, token or id."""
    if " " in value:
        raise ValueError("holds a space; copy it once more")
    return cookie(value)


def webhook_secret(value: str) -> str:
    """What Telegram sends back with each update."""
    if not _WEBHOOK_SECRET.fullmatch(value):
        raise ValueError("must be 1 to 256 of the characters A-Z a-z 0-9 _ -")
    return value


def providers(value: str) -> tuple[str, ...]:
    """Names of providers, most wanted first, each once."""
    names = _words(value.lower())
    known = known_providers()
    strangers = [name for name in names if name not in known]
    if strangers or not names:
        what = f"knows no {', '.join(strangers)}" if strangers else "names no provider"
        raise ValueError(f"{what}; there are {', '.join(known)}")
    return names


def ids(value: str) -> frozenset[int]:
    """Telegram's ids of users and chats."""
    try:
        return frozenset(int(word) for word in _words(value))
    except ValueError:
        raise ValueError(
            "must be Telegram ids with commas between, such as 12345678,-1001234567890"
        ) from None


def credits_a_day(value: str) -> str | None:
    """A number, left to pydantic; the word `none` lifts a limit that is there by default."""
    return None if value.casefold() == _NO_LIMIT else value


def timezone(value: str) -> ZoneInfo:
    """A name of the time zone database."""
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # unknown, a path, a folder of the database
        raise ValueError(
            "is no time zone; write one such as UTC or Asia/Shanghai"
        ) from None


def language(value: str) -> str:
    """One of ours. Desktops set the same name as a list of locales (`ru_RU:en`): its first of ours."""
    if value in LANGUAGES:
        return value
    if ":" in value or "_" in value:
        codes = [re.split(r"[_.@]", locale)[0] for locale in value.split(":")]
        return next((code for code in codes if code in LANGUAGES), LANGUAGES[0])
    raise ValueError(f"must be one of {', '.join(LANGUAGES)}")


def task_path(value: str) -> str:
    """A path with a place for the task's id."""
    if not value.startswith("/") or "{task_id}" not in value:
        raise ValueError("must be a path with {task_id} in it")
    return value


def folder(value: str) -> Path:
    """A folder; `~` is the user's own."""
    return Path(value).expanduser()


def _split(value: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        is_right = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket without its twin
        parts, is_right = urlsplit(""), False
    has_space = any(letter.isspace() for letter in value)
    if parts.scheme not in {"http", "https"} or not is_right or has_space:
        raise ValueError(f"must be an http:// or https:// address, {example}")
    return parts


def _words(value: str) -> tuple[str, ...]:
    words = (word.strip() for word in value.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


Listen = Annotated[ListenAddress, NoDecode, read(listen)]
Url = Annotated[str, read(url)]
Proxy = Annotated[SecretStr, read(proxy)]
Key = Annotated[SecretStr, read(key)]
Cookie = Annotated[SecretStr, read(cookie)]
WebhookSecret = Annotated[SecretStr, read(webhook_secret)]
Providers = Annotated[tuple[str, ...], NoDecode, read(providers)]
Ids = Annotated[frozenset[int], NoDecode, read(ids)]
Timezone = Annotated[ZoneInfo, read(timezone)]
Language = Annotated[str, read(language)]
TaskPath = Annotated[str, read(task_path)]
Folder = Annotated[Path, read(folder)]
Lower = read(str.lower)
Upper = read(str.upper)
CreditsOrNone = read(credits_a_day)
