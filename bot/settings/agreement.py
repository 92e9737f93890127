"""Holds the settings against each other and against the disk."""

import os
import re
from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings.model import TELEGRAM, Settings
from bot.settings.providers import NEEDS

Fault = tuple[str, str]
"""Field name, and what is wrong with it."""

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")  # as @BotFather writes it
_LOOSE_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")  # as a server of one's own may
_WEBHOOK_PORTS = (443, 80, 88, 8443)  # Bot API setWebhook
_OURS = ("/healthz", "/metrics", "/callbacks")


def disagreements(
    settings: Settings, *, needs_token: bool, faulty: Container[str] = ()
) -> Iterator[Fault]:
    """What is wrong with settings that are each fine by themselves.

    Args:
        settings: with defaults in the place of faulty ones.
        needs_token: the command talks to Telegram.
        faulty: fields that were set, to something that cannot be read.
    """
    yield from _token(settings, needs_token=needs_token)
    yield from _local_mode(settings)
    yield from _webhook(settings)
    yield from _gateway(settings)
    yield from _lists(settings, faulty)
    yield from _folder(settings)


def _token(settings: Settings, *, needs_token: bool) -> Iterator[Fault]:
    token = settings.telegram_bot_token
    if token is None:
        if needs_token:
            yield "telegram_bot_token", "is missing; @BotFather in Telegram gives one"
        return
    shape = _TOKEN if settings.telegram_api_url == TELEGRAM else _LOOSE_TOKEN
    if not shape.fullmatch(token.get_secret_value()):
        yield (
            "telegram_bot_token",
            "is no token; it looks like 123456789: and some 35 letters, copy it once more",
        )


def _local_mode(settings: Settings) -> Iterator[Fault]:
    if settings.telegram_local_mode and settings.telegram_api_url == TELEGRAM:
        yield (
            "telegram_local_mode",
            "needs TELEGRAM_API_URL with the address of your own telegram-bot-api server",
        )


def _webhook(settings: Settings) -> Iterator[Fault]:
    if settings.telegram_webhook_url is None:
        return
    if settings.telegram_webhook_secret is None:
        yield (
            "telegram_webhook_secret",
            "is missing; TELEGRAM_WEBHOOK_URL needs one, 1 to 256 of A-Z a-z 0-9 _ -",
        )
    parts = urlsplit(settings.telegram_webhook_url)
    if parts.path.startswith(_OURS):
        yield "telegram_webhook_url", f"must not have a path of {', '.join(_OURS)}"
    if settings.telegram_api_url != TELEGRAM:
        return  # a server of one's own posts to any address
    if parts.scheme != "https" or (parts.port or 443) not in _WEBHOOK_PORTS:
        ports = ", ".join(str(port) for port in _WEBHOOK_PORTS)
        yield "telegram_webhook_url", f"must be https:// on port {ports}"


def _gateway(settings: Settings) -> Iterator[Fault]:
    if settings.ideogram_gateway_key and not settings.ideogram_gateway_url:
        yield "ideogram_gateway_url", "is missing; IDEOGRAM_GATEWAY_KEY needs it"


def _lists(settings: Settings, faulty: Container[str]) -> Iterator[Fault]:
    for field in ("generate_providers", "edit_providers", "upscale_providers"):
        for name in getattr(settings, field) or ():
            is_told = any(need in faulty for need in NEEDS.get(name, ()))
            if not is_told and not settings.is_configured(name):
                needs = " and ".join(need.upper() for need in NEEDS[name])
                hint = "LOCAL_ENGINE=true" if name == "local" else needs
                yield field, f"names {name}, which needs {hint}"


def _folder(settings: Settings) -> Iterator[Fault]:
    folder = settings.data_dir
    if folder.exists() and not folder.is_dir():
        yield "data_dir", f"is a file, not a folder: {folder}"
        return
    nearest = _nearest(folder)
    if not os.access(nearest, os.W_OK | os.X_OK):
        yield (
            "data_dir",
            f"cannot be written: {nearest} belongs to another user; give it to yours",
        )


def _nearest(folder: Path) -> Path:
    """The folder itself, or the first above it that is there."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
