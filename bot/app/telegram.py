"""python-telegram-bot's Bot, over our transport and behind the outbox."""

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.settings import Settings
from providers.http import AiohttpTransport

# Seconds. A 50 MB file on a home uplink takes minutes; a small call that takes so long is lost.
CONNECT, READ, WRITE, MEDIA_WRITE, POOL = 10.0, 30.0, 30.0, 300.0, 30.0


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


def _request(settings: Settings) -> HTTPXRequest:
    proxy = settings.telegram_proxy
    transport = AiohttpTransport(proxy=proxy.get_secret_value() if proxy else None)
    return HTTPXRequest(
        connect_timeout=CONNECT,
        read_timeout=READ,
        write_timeout=WRITE,
        media_write_timeout=MEDIA_WRITE,
        pool_timeout=POOL,
        httpx_kwargs={"transport": transport},
    )
