"""The front door with everything behind it faked, and updates as Telegram sends them."""

import asyncio
import itertools
import json
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Bot, Update
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Address, Job, JobState
from bot.domain.order import Order
from bot.domain.recipe import Recipe, result_of
from bot.handlers.access import Access
from bot.handlers.account import Account
from bot.handlers.addressing import Identity
from bot.handlers.albums import Albums
from bot.handlers.asides import Asides
from bot.handlers.buttons import Buttons
from bot.handlers.commands import Commands
from bot.handlers.desk import FrontDesk
from bot.handlers.displaydesk import DisplayDesk
from bot.handlers.excuses import Excuses
from bot.handlers.habits import Habits
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
from bot.handlers.settings import Settings
from bot.handlers.showcase import Showcase
from bot.handlers.sources import Sources
from bot.handlers.steps import Steps
from bot.i18n.texts import Texts
from bot.services.values import (
    JobView,
    Offer,
    Placed,
    Preferences,
    QuotaReport,
    Service,
    Status,
)
from providers.base import Operation
from tests.fakes.asides import FakeSweeper
from tests.fakes.chats import FakeChatStore
from tests.fakes.clock import FakeClock
from tests.fakes.shelves import Shelves
from tests.fakes.stores import FakeUpdateLog
from tests.unit.handlers.relations import FakeFamily

ME = Identity(user_id=42, username="WrightBot")
TEXTS = Texts(is_strict=True)  # reading them takes a moment, and nobody changes them
ANNA, BORIS, GROUP = 1001, 1002, -100200300
Raw = dict[str, Any]
_ids = itertools.count(1000)


class RecordingRequest(BaseRequest):
    """Answers like a Bot API server and remembers the calls.

    Attributes:
        calls: method and parameters, oldest first.
        answers: answers by method that replace the usual one; an exception is raised.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Raw]] = []
        self.answers: dict[str, Any] = {}

    @property
    @override
    def read_timeout(self) -> float:
        return 5.0

    @override
    async def initialize(self) -> None:
        return

    @override
    async def shutdown(self) -> None:
        return

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, parameters))
        answer = self.answers.get(name, _usual(name, parameters))
        if isinstance(answer, deque):
            answer = answer.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return 200, json.dumps({"ok": True, "result": answer}).encode()

    def of(self, name: str) -> list[Raw]:
        """Parameters of every call of one method."""
        return [parameters for method, parameters in self.calls if method == name]


def _usual(name: str, parameters: Raw) -> Any:
    if name in {"sendMessage", "sendPhoto"}:
        chat = {"id": parameters["chat_id"], "type": "private"}
        shown = photo("sent") if name == "sendPhoto" else {"text": "…"}
        return {"message_id": next(_ids), "date": 0, "chat": chat, **shown}
    return True


class FakeDesk(FrontDesk, DisplayDesk):
    """Remembers orders and answers from what a test put in.

    Attributes:
        shown: messages of the bot: (chat, message) -> (job, number).
        refusals: raised by the next calls of `place`, one each.
        may_send: cleared, pictures and questions stay on their way.
        sent: calls of `send_again`: job, number, as files.
        pages: calls of `turn_page`: job, page, message, has a sheet.
        costs: prices by operation; other orders cost one.
        editors: can pictures be varied by editing them?
        questions: messages that ask what shall change: job, number, message.
        batches: how many jobs an order is, by status; others are one.
    """

    def __init__(self, updates: FakeUpdateLog) -> None:
        self._updates = updates
        self.orders: list[Order] = []
        self.jobs: dict[str, Job] = {}
        self.places: dict[str, int | None] = {}
        self.shown: dict[tuple[int, int], tuple[str, int]] = {}
        self.choices: dict[int, Preferences] = {}
        self.refusals: deque[Exception] = deque()
        self.forgotten: list[int] = []
        self.cancelled: list[tuple[str, int, bool]] = []
        self.sent: list[tuple[str, int, bool]] = []
        self.may_send = asyncio.Event()
        self.may_send.set()
        self.pages: list[tuple[str, Verb, int, bool]] = []
        self.costs: dict[Operation, int] = {}
        self.editors = True
        self.questions: list[tuple[str, int, int]] = []
        self.batches: dict[str, int] = {}
        self.report = QuotaReport(allowances=(), entries=())
        self.now_offered = Offer(
            providers=dict.fromkeys(Operation, ("jimeng", "local")),
            models=("4.5",),
            aspect_ratios=("1:1", "16:9"),
            scales=(2, 4),
        )

    @override
    async def place(self, order: Order) -> Placed:
        if self.refusals:
            raise self.refusals.popleft()
        self.orders.append(order)
        await self._updates.handled(order.update_ids)
        return Placed(status=Status(status_id="s", address=order.address), jobs=())

    @override
    async def cancel(self, job_id: str, *, user_id: int, may_moderate: bool) -> Job:
        job = self.jobs.get(job_id)
        if job is None:
            raise Refused(code="job_unknown")
        if job.user_id != user_id and not may_moderate:
            raise Refused(code="not_yours")
        self.cancelled.append((job_id, user_id, may_moderate))
        return job

    @override
    async def running_of(self, user_id: int) -> tuple[JobView, ...]:
        return tuple(
            JobView(job=job, place=self.places.get(job.job_id), fraction=0.5)
            for job in self.jobs.values()
            if job.user_id == user_id and not job.state.is_final
        )

    @override
    async def quota(self, user_id: int, chat_id: int) -> QuotaReport:
        return self.report

    @override
    async def preferences(self, owner_id: int) -> Preferences:
        return self.choices.get(owner_id, Preferences())

    @override
    async def choose(self, owner_id: int, preferences: Preferences) -> None:
        self.choices[owner_id] = preferences

    @override
    async def accustomed(self, order: Order) -> Order:
        provider = (await self.preferences(order.user_id)).provider
        return replace(order, recipe=replace(order.recipe, provider=provider))

    @override
    async def forget(self, user_id: int) -> None:
        if self.refusals:
            raise self.refusals.popleft()
        self.forgotten.append(user_id)

    @override
    async def job(self, job_id: str) -> Job | None:
        return self.jobs.get(job_id)

    @override
    async def send_again(
        self,
        job_id: str,
        number: int,
        *,
        as_files: bool,
        address: Address,
        language: str,
    ) -> None:
        if self.refusals:
            raise self.refusals.popleft()
        await self.may_send.wait()
        self.sent.append((job_id, number, as_files))

    @override
    def price(self, order: Order) -> int:
        return self.costs.get(order.recipe.operation, 1)

    @override
    def tariff(self, service: Service, model: str | None, count: int | None) -> int:
        return 1 if service.name == "jimeng" else count or 1

    @override
    def varied(self, order: Order, job: Job, number: int) -> Order:
        if not (number and self.editors):
            return replace(order, recipe=replace(job.recipe, seed=None))
        recipe = replace(
            job.recipe, operation=Operation.EDIT, seed=None, is_variation=True
        )
        return replace(
            order,
            recipe=recipe,
            sources=(result_of(job.job_id, number),),
            parent_id=job.job_id,
        )

    @override
    async def turn_page(
        self,
        job: Job,
        page: Verb,
        *,
        address: Address,
        message_id: int,
        has_sheet: bool,
    ) -> None:
        self.pages.append((job.job_id, page, message_id, has_sheet))

    @override
    async def note_question(self, job_id: str, number: int, message_id: int) -> None:
        await self.may_send.wait()
        self.questions.append((job_id, number, message_id))
        chat_id = self.jobs[job_id].address.chat_id
        self.shown[chat_id, message_id] = (job_id, number)

    @override
    async def is_question(self, job_id: str, message_id: int) -> bool:
        return any(each[::2] == (job_id, message_id) for each in self.questions)

    @override
    async def is_shown_by(self, job: Job, chat_id: int, message_id: int) -> bool:
        return self.shown.get((chat_id, message_id), ("", 0))[0] == job.job_id

    @override
    async def batch_size(self, job: Job) -> int:
        return self.batches.get(job.status_id, 1)

    @override
    async def numbers_of(self, job: Job) -> tuple[int, ...]:
        return tuple(range(1, (job.wanted or 1) + 1))

    @override
    async def messages_of(self, job: Job, message_id: int) -> tuple[int, ...]:
        others = (
            other
            for (_, other), shown in self.shown.items()
            if shown[0] == job.job_id and other != message_id
        )
        return message_id, *others

    @override
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        return self.shown.get((chat_id, message_id))

    @override
    def offer(self) -> Offer:
        return self.now_offered


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
        self.desk = desk = FakeDesk(self.updates)
        bot = self.telegram_bot or Bot(
            "42:token", request=self.request, get_updates_request=self.request
        )
        self.bot = bot
        texts = TEXTS
        replies = Replies(bot, texts)
        asides = Asides(replies, self.sweeper, self.clock)
        habits = Habits(self.desk, texts)
        moderators = Moderators(bot, self.access)
        pages = Pages(desk, replies)
        reorders = Reorders(desk, desk, replies, asides, habits, pages, self.clock)
        questions = Questions(desk, desk, replies, pages, reorders, self.me)
        removal = Removal(desk, replies, moderators, pages, bot, self.clock)
        sources = Sources(desk=desk, displays=desk, me=self.me)
        steps = Steps(sources, self.family, replies)
        settings = Settings(desk, replies, habits, moderators)
        own_data = OwnData(desk, replies)
        excuses = Excuses(asides, self.clock)
        self.messages = Messages(
            me=self.me,
            access=self.access,
            commands=Commands(desk, sources, habits, steps, questions),
            account=Account(
                desk, desk, replies, moderators, self.clock, asides, Showcase(bot)
            ),
            steps=steps,
            settings=settings,
            own_data=own_data,
            habits=habits,
            replies=replies,
            asides=asides,
            excuses=excuses,
        )
        queries = Queries(
            access=self.access,
            buttons=Buttons(
                desk,
                desk,
                replies,
                moderators,
                pages,
                reorders,
                questions,
                removal,
                steps,
            ),
            settings=settings,
            own_data=own_data,
            desk=desk,
            habits=habits,
            replies=replies,
            excuses=excuses,
            taps=DoubleTaps(self.clock),
        )
        self.router = Router(
            albums=self.albums or Albums(clock=self.clock),
            messages=self.messages,
            queries=queries,
            updates=self.updates,
            chats=FakeChatStore(self.shelves),
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


def person(user_id: int = ANNA, language: str | None = "en") -> Raw:
    """A user."""
    who: Raw = {"id": user_id, "is_bot": False, "first_name": "P"}
    return who if language is None else {**who, "language_code": language}


MYSELF = {"id": ME.user_id, "is_bot": True, "first_name": "W", "username": ME.username}


def message(text: str | None = None, *, chat: int = ANNA, **more: Any) -> Raw:
    """A message; `caption` instead of `text` goes with a picture."""
    kind = "private" if chat > 0 else "supergroup"
    body: Raw = {
        "message_id": next(_ids),
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": kind},
        "from": person(chat if chat > 0 else ANNA),
    }
    if text is not None:
        body["text"] = text
    return {**body, **more}


def update(body: Raw) -> Raw:
    """An update that brings a message."""
    return {"update_id": next(_ids), "message": body}


def photo(name: str = "p", side: int = 800) -> Raw:
    """The photo part of a message, small sizes first as Telegram sends them."""
    sizes = [(90, f"{name}-small"), (side, name)]
    return {
        "photo": [
            {
                "file_id": file_id,
                "file_unique_id": file_id,
                "width": width,
                "height": width,
                "file_size": width * 100,
            }
            for width, file_id in sizes
        ]
    }


def document(
    mime_type: str | None = "image/png", name: str | None = "a.png", size: int = 1000
) -> Raw:
    """The document part of a message."""
    told = {"mime_type": mime_type, "file_name": name}
    body = {"file_id": "d", "file_unique_id": "d", "file_size": size}
    return {"document": {**body, **{k: v for k, v in told.items() if v is not None}}}


def mention(text: str, *, name: str = "@WrightBot") -> list[Raw]:
    """The entity of a mention in a text, counted in UTF-16 units."""
    before = text[: text.index(name)]
    units = len(before.encode("utf-16-le")) // 2
    return [{"type": "mention", "offset": units, "length": len(name)}]


def press(
    data: str,
    *,
    user_id: int = ANNA,
    chat: int = ANNA,
    language: str = "en",
    under: str | None = None,
) -> Raw:
    """An update that brings a press of a button under a message of the bot's.

    A forged one is `under` another button, of which its data says nothing.
    """
    key = {"text": "…", "callback_data": data if under is None else under}
    return {
        "update_id": next(_ids),
        "callback_query": {
            "id": str(next(_ids)),
            "from": person(user_id, language),
            "chat_instance": "1",
            "data": data,
            "message": {
                **message("done", chat=chat),
                "from": MYSELF,
                "reply_markup": {"inline_keyboard": [[key]]},
            },
        },
    }


def keyboard(*data: str) -> Raw:
    """Buttons under a message of the bot's, as a press brings them."""
    return {
        "inline_keyboard": [[{"text": "…", "callback_data": each}] for each in data]
    }


def job(job_id: str = "job1", **more: Any) -> Job:
    """A finished job of Anna's in her private chat, unless told otherwise."""
    clock = FakeClock()
    usual: Raw = {
        "status_id": "st1",
        "user_id": ANNA,
        "address": Address(chat_id=ANNA, reply_to=5),
        "language": "en",
        "recipe": Recipe(operation=Operation.GENERATE, prompt="a fox", seed=7),
        "state": JobState.SUCCEEDED,
        "wanted": 4,
        "created_at": clock.now(),
    }
    return Job(job_id=job_id, **{**usual, **more})
