"""The front door, built once Telegram has said who this bot is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Bot

from bot.app.rooms import House, max_download
from bot.delivery.errors import never_left
from bot.domain.job import Address
from bot.handlers.access import Access as AccessList
from bot.handlers.account import Account
from bot.handlers.addressing import Identity
from bot.handlers.albums import Albums
from bot.handlers.asides import Asides
from bot.handlers.buttons import Buttons
from bot.handlers.commands import Commands
from bot.handlers.excuses import Excuses
from bot.handlers.habits import Habits
from bot.handlers.inbox import Inbox
from bot.handlers.insisting import Insistence
from bot.handlers.lull import Lull
from bot.handlers.messages import Messages
from bot.handlers.moderation import Moderators
from bot.handlers.own_data import OwnData
from bot.handlers.pages import Pages
from bot.handlers.presses import DoubleTaps
from bot.handlers.queries import Queries
from bot.handlers.questions import Questions
from bot.handlers.removal import Removal
from bot.handlers.reorders import Reorders
from bot.handlers.replies import Replies
from bot.handlers.router import Router
from bot.handlers.settings import Settings as SettingsPanel
from bot.handlers.showcase import Showcase
from bot.handlers.sources import Sources
from bot.handlers.steps import Steps
from bot.i18n.texts import Texts
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.family import Family
from bot.services.ports import ChatStore
from bot.services.ports.messenger import Sweeper
from bot.settings import Access
from providers.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What the front door opens on: Telegram, the services and who may come in.

    Attributes:
        max_bytes: of a user's file that the Bot API server hands out.
        greet: shows a chat that its order was heard, before it is placed.
    """

    bot: Bot
    me: Identity
    access: AccessList
    desk: Desk
    displays: Displays
    family: Family
    sweeper: Sweeper
    chats: ChatStore
    texts: Texts
    clock: Clock
    max_bytes: int
    greet: Callable[[Address], Awaitable[None]]


def open_front_door(house: House) -> Inbox:
    """Build the handlers; updates that the inbox is given go through them."""
    door, lull = FrontDoor(_behind(house)), Lull(house.clock)
    router = Router(
        albums=Albums(clock=house.clock),
        messages=door.messages(lull),
        queries=door.queries(),
        updates=house.stores.updates,
        chats=house.stores.chats,
    )
    return Inbox(
        house.telegram_bot,
        house.stores.updates,
        house.clock,
        partial(Router.handle, router),
        count=partial(house.shop.tally.count, "updates"),
        lull=lull,
    )


def _behind(house: House) -> Behind:
    settings, bot = house.settings, house.telegram_bot
    return Behind(
        bot=bot,
        me=Identity(user_id=bot.id, username=bot.username),
        access=AccessList(
            is_open=settings.access is Access.OPEN,
            allowed_ids=settings.allowed_ids,
            admin_ids=settings.admin_ids,
        ),
        desk=house.desk,
        displays=Displays(house.shop),
        family=Family(house.shop, house.messenger.family),
        sweeper=house.sweeper,
        chats=house.stores.chats,
        texts=house.texts,
        clock=house.clock,
        max_bytes=max_download(settings),
        greet=house.messenger.greet,
    )


class FrontDoor:
    """What messages and presses are served with; most of it serves both."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind
        bot, clock = behind.bot, behind.clock
        desk, displays, me = behind.desk, behind.displays, behind.me
        self._insistence = insistence = Insistence(clock, never_left)
        self._replies = replies = Replies(bot, behind.texts, insistence)
        self._asides = Asides(replies, behind.sweeper, clock)
        self._excuses = Excuses(self._asides, clock)
        self._habits = habits = Habits(desk, behind.texts)
        self._moderators = moderators = Moderators(bot, behind.access, insistence)
        self._pages = pages = Pages(displays, replies)
        self._reorders = Reorders(
            desk, displays, replies, self._asides, habits, pages, clock
        )
        self._questions = Questions(desk, displays, replies, pages, self._reorders, me)
        self._sources = Sources(
            desk=desk, displays=displays, me=me, max_bytes=behind.max_bytes
        )
        self._steps = Steps(self._sources, behind.family, replies)
        self._settings = SettingsPanel(desk, replies, habits, moderators)
        self._own_data = OwnData(desk, replies)

    def messages(self, lull: Lull) -> Messages:
        """Who serves messages."""
        return Messages(
            me=self._behind.me,
            access=self._behind.access,
            commands=Commands(
                self._behind.desk,
                self._sources,
                self._habits,
                self._steps,
                self._questions,
            ),
            account=self._account(),
            steps=self._steps,
            settings=self._settings,
            own_data=self._own_data,
            habits=self._habits,
            replies=self._replies,
            asides=self._asides,
            excuses=self._excuses,
            greet=self._behind.greet,
            lull=lull,
        )

    def queries(self) -> Queries:
        """Who serves presses."""
        return Queries(
            access=self._behind.access,
            buttons=self._buttons(),
            settings=self._settings,
            own_data=self._own_data,
            desk=self._behind.desk,
            habits=self._habits,
            replies=self._replies,
            excuses=self._excuses,
            taps=DoubleTaps(self._behind.clock),
            chats=self._behind.chats,
        )

    def _account(self) -> Account:
        return Account(
            self._behind.desk,
            self._behind.displays,
            self._replies,
            self._moderators,
            self._behind.clock,
            self._asides,
            Showcase(self._behind.bot),
        )

    def _buttons(self) -> Buttons:
        displays, replies = self._behind.displays, self._replies
        removal = Removal(
            displays,
            replies,
            self._moderators,
            self._pages,
            self._behind.bot,
            self._behind.clock,
            self._insistence,
        )
        return Buttons(
            self._behind.desk,
            displays,
            replies,
            self._moderators,
            self._pages,
            self._reorders,
            self._questions,
            removal,
            self._steps,
        )
