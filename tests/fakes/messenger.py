"""A messenger that sends nothing and remembers everything it was told."""

import asyncio
from collections import deque

from typing_extensions import override

from bot.domain.errors import DeliveryError
from bot.domain.job import Address
from bot.services.ports import Messenger
from bot.services.values import Copies, Delivery, Keyring, Picture, StatusView


class FakeMessenger(Messenger):
    """The back door, recorded.

    Attributes:
        views: every view that was shown, oldest first.
        conclusions: every view that was concluded.
        deliveries: every delivery that was carried out.
        sent_again: every `send_copies`.
        pages: every page of buttons that was turned: chat, message, and whose.
        failures: errors that the next `deliver` calls raise, one each, before anything is recorded.
        is_stuck: `deliver` never comes back, as with a Telegram that hangs.
    """

    def __init__(self) -> None:
        self.views: list[StatusView] = []
        self.conclusions: list[StatusView] = []
        self.deliveries: list[Delivery] = []
        self.sent_again: list[Copies] = []
        self.pages: list[tuple[int, int, Keyring]] = []
        self.failures: deque[DeliveryError] = deque()
        self.is_stuck = False

    def last_view(self, status_id: str) -> StatusView | None:
        """What the status message says by now: the newest view, shown or concluded."""
        told = [*self.views, *self.conclusions]
        return next(
            (view for view in reversed(told) if view.status.status_id == status_id),
            None,
        )

    def delivered(self, job_id: str) -> tuple[Picture, ...]:
        """The pictures that the chat got for this job, every repetition included."""
        return tuple(
            picture
            for delivery in self.deliveries
            if delivery.job.job_id == job_id
            for picture in delivery.pictures
        )

    @override
    def show(self, view: StatusView) -> None:
        self.views.append(view)

    @override
    async def deliver(self, delivery: Delivery) -> None:
        if self.failures:
            raise self.failures.popleft()
        if self.is_stuck:
            await asyncio.Event().wait()
        self.deliveries.append(delivery)

    @override
    async def conclude(self, view: StatusView) -> None:
        self.conclusions.append(view)

    @override
    async def send_copies(self, copies: Copies) -> None:
        self.sent_again.append(copies)

    @override
    async def turn_page(self, address: Address, message_id: int, ring: Keyring) -> None:
        self.pages.append((address.chat_id, message_id, ring))
