"""The composition root: the one place that plugs things together and closes them in reverse."""

from bot.app.life import InvalidBotToken, run_bot
from bot.app.stores import Stores, open_stores, view_stores

__all__ = ["InvalidBotToken", "Stores", "open_stores", "run_bot", "view_stores"]
