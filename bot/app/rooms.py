"""The services and the two doors, built from what is open already."""

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
from bot.delivery.sweeping import NoticeSweeper
from bot.handlers.access import Access as AccessList
from bot.handlers.account import Account
from bot.handlers.addressing import Identity
from bot.handlers.albums import Albums
from bot.handlers.buttons import Buttons
from bot.handlers.commands import Commands
from bot.handlers.habits import Habits
from bot.handlers.inbox import Inbox
from bot.handlers.lull import Lull
from bot.handlers.moderation import Moderators
from bot.handlers.notices import Notices
from bot.handlers.owndata import OwnData
from bot.handlers.pages import Pages
from bot.handlers.presses import DoubleTaps
from bot.handlers.questions import Questions
from bot.handlers.removal import Removal
from bot.handlers.reorders import Reorders
from bot.handlers.replies import Replies
from bot.handlers.router import Router
from bot.handlers.settings import Settings as SettingsPanel
from bot.handlers.showcase import Showcase
from bot.handlers.sources import MAX_BYTES, MAX_BYTES_LOCAL, Sources
from bot.handlers.steps import Steps
from bot.i18n.texts import Texts
from bot.imaging import PillowTools
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.family import Family
from bot.services.health import Turn
from bot.services.intake import Intake
from bot.services.routing import Routes
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.spool import Spool
from bot.settings import Access, Settings
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
    sweeper: NoticeSweeper
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
        spool.root,
        max_upload=MAX_UPLOAD_LOCAL if settings.telegram_local_mode else MAX_UPLOAD,
        chats=stores.chats,
    )
    pager = Pager(telegram_bot, texts, settings.admin_ids)
    routes.health.tell = partial(_tell_admins, pager)
    files = TelegramFileSource(telegram_bot, max_download=_max_download(settings))
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
        sweeper=NoticeSweeper(telegram_bot, outbox, stores.notices, clock),
        shop=shop,
        runner=runner,
        desk=Desk(shop, runner, Intake(shop, runner), stores.preferences, stores.owned),
    )


def _max_download(settings: Settings) -> int:
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


def open_front_door(house: House) -> Inbox:
    """Build the handlers, once Telegram has said who this bot is."""
    settings, desk, bot = house.settings, house.desk, house.telegram_bot
    me = Identity(user_id=bot.id, username=bot.username)
    access = AccessList(
        is_open=settings.access is Access.OPEN,
        allowed_ids=settings.allowed_ids,
        admin_ids=settings.admin_ids,
    )
    replies = Replies(bot, house.texts)
    notices = Notices(replies, house.sweeper, house.clock)
    habits = Habits(desk, house.texts)
    moderators = Moderators(bot, access)
    displays = Displays(house.shop)
    pages = Pages(displays, replies)
    reorders = Reorders(desk, displays, replies, notices, habits, pages, house.clock)
    questions = Questions(desk, displays, replies, pages, reorders, me)
    removal = Removal(displays, replies, moderators, pages, bot, house.clock)
    sources = Sources(
        desk=desk, displays=displays, me=me, max_bytes=_max_download(settings)
    )
    steps = Steps(sources, Family(house.shop, house.messenger.family), replies)
    lull = Lull()
    router = Router(
        me=me,
        access=access,
        albums=Albums(clock=house.clock),
        commands=Commands(desk, sources, habits, steps, questions),
        account=Account(
            desk, displays, replies, moderators, house.clock, notices, Showcase(bot)
        ),
        buttons=Buttons(
            desk,
            displays,
            replies,
            moderators,
            pages,
            reorders,
            questions,
            removal,
            steps,
        ),
        steps=steps,
        settings=SettingsPanel(desk, replies, habits, moderators),
        own_data=OwnData(desk, replies),
        desk=desk,
        habits=habits,
        replies=replies,
        notices=notices,
        taps=DoubleTaps(house.clock),
        updates=house.stores.updates,
        chats=house.stores.chats,
        clock=house.clock,
        greet=house.messenger.greet,
        lull=lull,
    )
    return Inbox(
        bot,
        house.stores.updates,
        house.clock,
        partial(Router.handle, router),
        count=partial(house.shop.tally.count, "updates"),
        lull=lull,
    )
