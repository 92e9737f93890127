"""A strict Telegram Bot API server, and the people who use it.

api = BotApi(BotApiConfig(token="42:secret"))
async with serve(api) as url:
    alice = api.people.add_user("Alice", language_code="en")
    sent = await api.people.send_text(alice["id"], "/gen a fox")
"""

from bot.playground.botapi.clock import Clock, SystemClock
from bot.playground.botapi.config import BotApiConfig
from bot.playground.botapi.people import People
from bot.playground.botapi.scene import UnknownPerson
from bot.playground.botapi.server import BotApi, create_app
from bot.playground.botapi.serving import serve
from bot.playground.botapi.speaking import Place

__all__ = [
    "BotApi",
    "BotApiConfig",
    "Clock",
    "People",
    "Place",
    "SystemClock",
    "UnknownPerson",
    "create_app",
    "serve",
]
