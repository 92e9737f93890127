"""The front door, built once Telegram has said who this bot is."""

from functools import partial

from bot.app.rooms import House, max_download
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
from bot.handlers.lull import Lull
from bot.handlers.messages import Messages
from bot.handlers.moderation import Moderators
from bot.handlers.owndata import OwnData
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
from bot.services.displays import Displays
from bot.services.family import Family
from bot.settings import Access


def open_front_door(house: House) -> Inbox:
    """Build the handlers; updates that the inbox is given go through them."""
    door, lull = FrontDoor(house), Lull(house.clock)
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


class FrontDoor:
    """What messages and presses are served with; most of it serves both."""

    def __init__(self, house: House) -> None:
        settings, desk, bot = house.settings, house.desk, house.telegram_bot
        self._house = house
        self._me = me = Identity(user_id=bot.id, username=bot.username)
        self._access = AccessList(
            is_open=settings.access is Access.OPEN,
            allowed_ids=settings.allowed_ids,
            admin_ids=settings.admin_ids,
        )
        self._replies = replies = Replies(bot, house.texts)
        self._asides = Asides(replies, house.sweeper, house.clock)
        self._excuses = Excuses(self._asides, house.clock)
        self._habits = habits = Habits(desk, house.texts)
        self._moderators = moderators = Moderators(bot, self._access)
        self._displays = displays = Displays(house.shop)
        self._pages = pages = Pages(displays, replies)
        self._reorders = Reorders(
            desk, displays, replies, self._asides, habits, pages, house.clock
        )
        self._questions = Questions(desk, displays, replies, pages, self._reorders, me)
        self._sources = Sources(
            desk=desk, displays=displays, me=me, max_bytes=max_download(settings)
        )
        family = Family(house.shop, house.messenger.family)
        self._steps = Steps(self._sources, family, replies)
        self._settings = SettingsPanel(desk, replies, habits, moderators)
        self._own_data = OwnData(desk, replies)

    def messages(self, lull: Lull) -> Messages:
        """Who serves messages."""
        house, desk = self._house, self._house.desk
        return Messages(
            me=self._me,
            access=self._access,
            commands=Commands(
                desk, self._sources, self._habits, self._steps, self._questions
            ),
            account=Account(
                desk,
                self._displays,
                self._replies,
                self._moderators,
                house.clock,
                self._asides,
                Showcase(house.telegram_bot),
            ),
            steps=self._steps,
            settings=self._settings,
            own_data=self._own_data,
            habits=self._habits,
            replies=self._replies,
            asides=self._asides,
            excuses=self._excuses,
            greet=house.messenger.greet,
            lull=lull,
        )

    def queries(self) -> Queries:
        """Who serves presses."""
        house, desk = self._house, self._house.desk
        removal = Removal(
            self._displays,
            self._replies,
            self._moderators,
            self._pages,
            house.telegram_bot,
            house.clock,
        )
        return Queries(
            access=self._access,
            buttons=Buttons(
                desk,
                self._displays,
                self._replies,
                self._moderators,
                self._pages,
                self._reorders,
                self._questions,
                removal,
                self._steps,
            ),
            settings=self._settings,
            own_data=self._own_data,
            desk=desk,
            habits=self._habits,
            replies=self._replies,
            excuses=self._excuses,
            taps=DoubleTaps(house.clock),
        )
