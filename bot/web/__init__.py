"""The one HTTP server: webhook, provider callbacks, health and metrics."""

from bot.web.callbacks import Callbacks
from bot.web.health import Check
from bot.web.metrics import Collect, Sample
from bot.web.server import WebServer
from bot.web.webhook import Webhook

__all__ = ["Callbacks", "Check", "Collect", "Sample", "WebServer", "Webhook"]
