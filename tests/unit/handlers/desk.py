"""The services behind the front door, faked: they remember orders and say what a test put in."""

import asyncio
from collections import deque
from dataclasses import replace
from typing import Any

from typing_extensions import override

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Address, Job, JobState
from bot.domain.order import Order
from bot.domain.recipe import Recipe, result_of
from bot.services.desk import Desk
from bot.services.displays import Displays
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
from tests.fakes.clock import FakeClock
from tests.fakes.stores import FakeUpdateLog
from tests.unit.handlers.updates import ANNA, Raw


class FakeDesk(Desk, Displays):
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
        prices: what these say that it costs, by message.
        batches: how many jobs an order is, by status; others are one.
    """

    def __init__(self, updates: FakeUpdateLog) -> None:
        self._updates = updates
        self.orders: list[Order] = []
        self.jobs: dict[str, Job] = {}
        self.places: dict[str, int | None] = {}
        self.shown: dict[tuple[int, int], tuple[str, int]] = {}
        self.chosen: dict[int, Preferences] = {}
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
        self.prices: dict[int, int] = {}
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
        return self.chosen.get(owner_id, Preferences())

    @override
    async def choose(self, owner_id: int, preferences: Preferences) -> None:
        self.chosen[owner_id] = preferences

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
        return self.costs.get(order.recipe.operation, 1) * (order.recipe.count or 1)

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
    async def note_question(
        self, job_id: str, number: int, message_id: int, *, price: int
    ) -> None:
        await self.may_send.wait()
        self.questions.append((job_id, number, message_id))
        self.prices[message_id] = price
        chat_id = self.jobs[job_id].address.chat_id
        self.shown[chat_id, message_id] = (job_id, number)

    @override
    async def is_question(self, job_id: str, message_id: int) -> bool:
        return any(each[::2] == (job_id, message_id) for each in self.questions)

    @override
    async def price_said(self, job_id: str, message_id: int) -> int | None:
        return self.prices.get(message_id)

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
