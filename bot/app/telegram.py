"""python-telegram-bot's Bot, over our wire and behind the outbox."""

from telegram.ext import ExtBot

from bot.app.request import TelegramRequest
from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.settings import Settings


def build_bot(settings: Settings, outbox: Outbox) -> ExtBot[Slot]:
    """The bot, not yet initialised."""
    token = settings.telegram_bot_token
    return ExtBot(
        token=token.get_secret_value() if token else "",
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=_request(settings),
        get_updates_request=_request(settings),
        local_mode=settings.telegram_local_mode,
        rate_limiter=OutboxLimiter(outbox),
    )


def _request(settings: Settings) -> TelegramRequest:
    token, proxy = settings.telegram_bot_token, settings.telegram_proxy
    return TelegramRequest(
        proxy=proxy.get_secret_value() if proxy else None,
        secrets=(token.get_secret_value(),) if token else (),
    )
