"""The environment of the tour's bot, built from nothing: no other setting finds its way in."""

import os
from pathlib import Path

from bot.app.vendors import words
from bot.settings import Settings

TOKEN = "4242:a-made-up-token-for-the-playground"  # noqa: S105 - opens nothing but our own server
LOCAL, DEMO = "local", "demo"
_SERVICES = (
    "jimeng_",
    "hidream_",
    "ideogram_",
    "openai_",
    "dreamina_",
    "provider_proxy",
)


def own_services(settings: Settings) -> tuple[str, ...]:
    """The services whose keys the user has set."""
    return tuple(name for name in settings.configured_providers() if name != LOCAL)


def bot_environment(
    settings: Settings, telegram_url: str, folder: Path
) -> dict[str, str]:
    """Everything the bot's process is told; the user's own services come first.

    Args:
        settings: the user's, for the keys of services; nothing else of them is used.
        telegram_url: root of the playground's Bot API server.
        folder: an existing folder for all that the bot writes.
    """
    services = own_services(settings)
    spoken = words(settings)
    names = (name.upper() for name in settings.model_fields_set)
    keys = {
        name: spoken[name]
        for name in names
        if name in spoken and name.lower().startswith(_SERVICES)
    }
    return keys | {
        "PATH": os.defpath,
        "HOME": str(folder),
        "PYTHONUNBUFFERED": "1",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram_url,
        "DATA_DIR": str(folder),
        "LISTEN": "127.0.0.1:0",
        "GENERATE_PROVIDERS": ",".join((*services, DEMO)),
        "EDIT_PROVIDERS": ",".join((*services, LOCAL, DEMO)),
        "UPSCALE_PROVIDERS": ",".join((*services, LOCAL)),
    }
