"""The front door with everything behind it faked."""

from dataclasses import dataclass, field

from telegram import Bot, Update

from bot.app.front_door import Behind, FrontDoor
from bot.domain.job import Address
from bot.domain.order import Order
from bot.handlers.access import Access
from bot.handlers.addressing import Identity
from bot.handlers.albums import Albums
from bot.handlers.lull import Lull
from bot.handlers.messages import Messages
from bot.handlers.router import Router
from bot.handlers.sources import MAX_BYTES
from bot.i18n.texts import Texts
from tests.fakes.asides import FakeSweeper
from tests.fakes.chats import FakeChatStore
from tests.fakes.clock import FakeClock
from tests.fakes.shelves import Shelves
from tests.fakes.stores import FakeUpdateLog
from tests.unit.handlers.desk import FakeDesk
from tests.unit.handlers.recording import RecordingRequest
from tests.unit.handlers.relations import FakeFamily
from tests.unit.handlers.updates import ME, Raw

TEXTS = Texts(is_strict=True)  # reading them takes a moment, and nobody changes them


@dataclass(slots=True)
class Front:
    """One router and all that a test looks at; over a recorded client unless one is given."""

    access: Access = field(default_factory=Access)
    clock: FakeClock = field(default_factory=FakeClock)
    shelves: Shelves = field(default_factory=Shelves)
    request: RecordingRequest = field(default_factory=RecordingRequest)
    updates: FakeUpdateLog = field(init=False)
    desk: FakeDesk = field(init=False)
    bot: Bot = field(init=False)
    telegram_bot: Bot | None = None
    me: Identity = ME
    albums: Albums | None = None
    family: FakeFamily = field(default_factory=FakeFamily)
    sweeper: FakeSweeper = field(default_factory=FakeSweeper)
    messages: Messages = field(init=False)
    router: Router = field(init=False)

    def __post_init__(self) -> None:
        self.updates = FakeUpdateLog(self.shelves)
        self.desk = FakeDesk(self.updates)
        self.bot = self.telegram_bot or Bot(
            "42:token", request=self.request, get_updates_request=self.request
        )
        door = FrontDoor(self._behind())
        self.messages = door.messages(Lull())
        self.router = Router(
            albums=self.albums or Albums(clock=self.clock),
            messages=self.messages,
            queries=door.queries(),
            updates=self.updates,
            chats=FakeChatStore(self.shelves),
        )

    def _behind(self) -> Behind:
        return Behind(
            bot=self.bot,
            me=self.me,
            access=self.access,
            desk=self.desk,
            displays=self.desk,
            family=self.family,
            sweeper=self.sweeper,
            chats=FakeChatStore(self.shelves),
            texts=TEXTS,
            clock=self.clock,
            max_bytes=MAX_BYTES,
            greet=_nobody,
        )

    async def receive(self, *updates: Raw) -> None:
        """Write updates down and have them handled one after the other."""
        for raw in updates:
            await self.updates.receive([(raw["update_id"], "{}")], self.clock.now())
            await self.router.handle(self.parse(raw))

    def parse(self, raw: Raw) -> Update:
        """The update as the library reads it."""
        return Update.de_json(raw, self.bot)

    @property
    def order(self) -> Order:
        """The one order that was placed."""
        (order,) = self.desk.orders
        return order

    @property
    def said(self) -> list[str]:
        """Texts that the bot sent, oldest first."""
        return [call["text"] for call in self.request.of("sendMessage")]

    @property
    def toasts(self) -> list[str]:
        """Texts of answered presses, oldest first."""
        return [call.get("text", "") for call in self.request.of("answerCallbackQuery")]

    def is_handled(self, *updates: Raw) -> bool:
        """Were all of them noted?"""
        noted = self.shelves.updates
        return all(noted[raw["update_id"]].is_handled for raw in updates)


async def _nobody(_: Address) -> None:
    """Whom this front door greets."""
