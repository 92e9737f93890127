"""The services and the back door, built from what is open already."""

from dataclasses import dataclass
from functools import partial

import structlog
from telegram.ext import ExtBot

from bot.app.stores import Stores
from bot.app.workshop import build_workshop
from bot.delivery.downloads import TelegramFileSource
from bot.delivery.messenger import MAX_UPLOAD, MAX_UPLOAD_LOCAL, TelegramMessenger
from bot.delivery.outbox.gate import Outbox, Slot
from bot.delivery.pager import Pager
from bot.delivery.sweeping import AsideSweeper
from bot.handlers.sources import MAX_BYTES, MAX_BYTES_LOCAL
from bot.i18n.texts import Texts
from bot.imaging import PillowTools
from bot.services.desk import Desk
from bot.services.health import Turn
from bot.services.intake import Intake
from bot.services.routing import Routes
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.spool import Spool
from bot.settings import Settings
from bot.web import Callbacks
from providers.clock import Clock
from providers.errors import AccountError

log = structlog.get_logger("imagewright.app")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that is started and stopped."""

    settings: Settings
    clock: Clock
    telegram_bot: ExtBot[Slot]
    outbox: Outbox
    stores: Stores
    texts: Texts
    messenger: TelegramMessenger
    pager: Pager
    sweeper: AsideSweeper
    shop: Workshop
    runner: Runner
    desk: Desk
    callbacks: Callbacks | None = None


def furnish(
    settings: Settings,
    clock: Clock,
    telegram_bot: ExtBot[Slot],
    outbox: Outbox,
    stores: Stores,
    routes: Routes,
    tools: PillowTools,
) -> House:
    """Build the back door and the services."""
    texts = Texts(settings.language)
    spool = Spool(settings.data_dir / "pictures")
    messenger = TelegramMessenger(
        telegram_bot,
        outbox,
        stores.statuses,
        stores.pictures,
        stores.boards,
        stores.preferences,
        tools,
        texts,
        clock,
        spool.fleeting,
        max_upload=MAX_UPLOAD_LOCAL if settings.telegram_local_mode else MAX_UPLOAD,
        chats=stores.chats,
    )
    pager = Pager(telegram_bot, texts, settings.admin_ids)
    routes.health.tell = partial(_tell_admins, pager)
    files = TelegramFileSource(telegram_bot, max_download=max_download(settings))
    shop = build_workshop(
        settings, clock, stores, routes, tools, messenger, files, spool
    )
    runner = Runner(
        shop, max_jobs=settings.max_jobs, per_user=settings.max_jobs_per_user
    )
    return House(
        settings=settings,
        clock=clock,
        telegram_bot=telegram_bot,
        outbox=outbox,
        stores=stores,
        texts=texts,
        messenger=messenger,
        pager=pager,
        sweeper=AsideSweeper(telegram_bot, outbox, stores.asides, clock),
        shop=shop,
        runner=runner,
        desk=Desk(shop, runner, Intake(shop, runner), stores.preferences, stores.owned),
    )


def max_download(settings: Settings) -> int:
    """Bytes of a user's file that the Bot API server hands out."""
    return MAX_BYTES_LOCAL if settings.telegram_local_mode else MAX_BYTES


def _tell_admins(pager: Pager, name: str, turn: Turn, error: AccountError) -> None:
    """A provider's account broke or works again: one line in the log, one message to the admins."""
    if turn is Turn.OUT:
        log.error("provider.out", provider=name, code=error.code, detail=error.detail)
        provider = pager.text("status-provider", provider=name)
        reason = error.detail or error.code
        pager.page("admin-provider_out", provider=provider, reason=reason)
    else:
        log.info("provider.back", provider=name)
        pager.page(
            "admin-provider_back", provider=pager.text("status-provider", provider=name)
        )
