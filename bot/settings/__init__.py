"""The settings: the only place that reads the environment and `.env`."""

from bot.settings.faults import SettingsError
from bot.settings.loading import load_settings
from bot.settings.model import Access, LogFormat, LogLevel, Settings
from bot.settings.values import ListenAddress

__all__ = [
    "Access",
    "ListenAddress",
    "LogFormat",
    "LogLevel",
    "Settings",
    "SettingsError",
    "load_settings",
]
