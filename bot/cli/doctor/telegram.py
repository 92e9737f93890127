"""The doctor's look at Telegram: the token, privacy mode, and how updates arrive.

Only questions that a running bot does not notice: getMe and getWebhookInfo, never getUpdates.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.app.request import Patience, TelegramRequest
from bot.cli.doctor.finding import SECONDS, Finding, note, well, wrong
from bot.settings import Settings
from providers.clock import Clock

RECENT = timedelta(hours=1)  # an older failure to post an update says nothing of today


async def look_at_telegram(settings: Settings, clock: Clock) -> list[Finding]:
    """Token, privacy mode, webhook; without a token its absence alone."""
    token = settings.telegram_bot_token
    if token is None:
        return [
            wrong(
                "token",
                "is not set, and `run` needs it",
                "ask @BotFather for one and put it into TELEGRAM_BOT_TOKEN",
            )
        ]
    request = _request(settings)
    bot = Bot(
        token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        request=request,
        get_updates_request=request,
    )
    began = clock.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            me = await bot.get_me()
            seconds = clock.monotonic() - began
            webhook = await bot.get_webhook_info()
    except InvalidToken:
        advice = "ask @BotFather for the right one"
        return [wrong("token", "Telegram does not know it", advice)]
    except (TelegramError, TimeoutError, OSError) as error:
        return [_unreachable(settings, error)]
    finally:
        await request.shutdown()
    hello = f"@{me.username} answers in {seconds * 1000:.0f} ms"
    return [well("token", hello), _privacy(me), _webhook(settings, webhook)]


def _request(settings: Settings) -> TelegramRequest:
    token, proxy = settings.telegram_bot_token, settings.telegram_proxy
    return TelegramRequest(
        Patience(connect=SECONDS / 2, read=SECONDS / 2),
        proxy=proxy.get_secret_value() if proxy else None,
        secrets=(token.get_secret_value(),) if token else (),
    )


def _unreachable(settings: Settings, error: Exception) -> Finding:
    host = urlsplit(settings.telegram_api_url).hostname
    told = str(error) or type(error).__name__
    through = "TELEGRAM_PROXY" if settings.telegram_proxy else "the network"
    return wrong(
        "token",
        f"could not be checked, {host} does not answer ({told})",
        f"look at {through} and at TELEGRAM_API_URL",
    )


def _privacy(me: User) -> Finding:
    if not me.can_read_all_group_messages:
        return well(
            "privacy mode",
            "on: in groups the bot is sent what is meant for it, which is all that it needs",
        )
    return note(
        "privacy mode",
        "off: Telegram sends the bot every message of its groups, and it needs only those for it",
        "/setprivacy at @BotFather switches it on",
    )


def _webhook(settings: Settings, found: WebhookInfo) -> Finding:
    """Do Telegram and the settings agree on how updates arrive?"""
    waiting = f"{found.pending_update_count} updates wait"
    if settings.telegram_webhook_url is None:
        if not found.url:
            return well("updates", f"by polling, {waiting}")
        return note(
            "updates",
            f"the settings say polling, and Telegram posts to {_host(found.url)}",
            "`run` takes that webhook away; is another program using this token?",
        )
    if found.url != settings.telegram_webhook_url:
        where = f"posts to {_host(found.url)}" if found.url else "has none"
        return note(
            "updates",
            f"TELEGRAM_WEBHOOK_URL is set, and Telegram {where}",
            "`run` sets it when it starts",
        )
    if found.last_error_date and datetime.now(UTC) - found.last_error_date < RECENT:
        return wrong(
            "updates",
            f"Telegram could not post to {_host(found.url)} ({found.last_error_message}), {waiting}",
            "the address must lead from the internet to LISTEN",
        )
    return well("updates", f"by webhook at {_host(found.url)}, {waiting}")


def _host(url: str) -> str:
    """Where, without a path that may be a secret."""
    return urlsplit(url).netloc.rpartition("@")[2]
