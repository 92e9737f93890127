"""What the handlers ask of the services: one desk for everything."""

from abc import abstractmethod
from typing import Protocol

from bot.domain.buttons import Verb
from bot.domain.job import Address, Job
from bot.domain.order import Order
from bot.services.values import (
    JobView,
    Offer,
    Placed,
    Preferences,
    QuotaReport,
    Service,
)


class FrontDesk(Protocol):
    """The services as the front door sees them. No method waits for Telegram."""

    @abstractmethod
    async def place(self, order: Order) -> Placed:
        """Check, reserve and accept; the status message is on its way afterwards.

        Raises:
            Refused: the code says why and what would work; nothing was charged.
            AlreadyHandled: these updates were dealt with before.
        """

    @abstractmethod
    async def cancel(self, job_id: str, *, user_id: int, may_moderate: bool) -> Job:
        """Call a job off.

        Args:
            job_id: whichever job was meant.
            user_id: who asks.
            may_moderate: an admin of the chat or of the bot asks.

        Raises:
            Refused: `job_unknown`, `not_yours`, `job_ended`, `too_late`.
        """

    @abstractmethod
    async def running_of(self, user_id: int) -> tuple[JobView, ...]:
        """A user's jobs under way, oldest first."""

    @abstractmethod
    async def quota(self, user_id: int, chat_id: int) -> QuotaReport:
        """What is left of the user's wallet, the group's and the global one."""

    @abstractmethod
    async def preferences(self, owner_id: int) -> Preferences:
        """Standing choices of a user or a chat."""

    @abstractmethod
    async def choose(self, owner_id: int, preferences: Preferences) -> None:
        """Let these choices hold for a user or a chat from now on."""

    @abstractmethod
    async def accustomed(self, order: Order) -> Order:
        """The order with standing choices in what it leaves open; they never make it fail."""

    @abstractmethod
    async def forget(self, user_id: int) -> None:
        """Call off the user's jobs, then erase everything of theirs but sums.

        Raises:
            Refused: `jobs_ending`: some still run; nothing was erased.
        """

    @abstractmethod
    async def job(self, job_id: str) -> Job | None:
        """One job, ended or not."""

    @abstractmethod
    async def send_again(
        self,
        job_id: str,
        number: int,
        *,
        as_files: bool,
        address: Address,
        language: str,
    ) -> None:
        """Send picture `number` of a job once more; 0 is all of them.

        Raises:
            Refused: `job_unknown`, `picture_gone`.
        """

    @abstractmethod
    def price(self, order: Order) -> int:
        """Credits that placing the order takes.

        Raises:
            Refused: nobody can do it now; the code says why.
        """

    @abstractmethod
    def tariff(self, service: Service, model: str | None, count: int | None) -> int:
        """Credits of one order of a service with these choices; None is the service's own way."""

    @abstractmethod
    def varied(self, order: Order, job: Job, number: int) -> Order:
        """The order, of more like picture `number`; where nobody can, of its words once more.

        Raises:
            Refused: neither can be had; the code says why.
        """

    @abstractmethod
    async def turn_page(
        self,
        job: Job,
        page: Verb,
        *,
        address: Address,
        message_id: int,
        has_sheet: bool,
    ) -> None:
        """Put a page of the job's buttons under a message, with what they cost now.

        Args:
            job: whose buttons they are.
            page: `FRONT`, a page that picks a picture, or `DELETE`.
            address: the chat of the message.
            message_id: the message.
            has_sheet: it shows all pictures on one numbered sheet.
        """

    @abstractmethod
    async def note_question(self, job_id: str, number: int, message_id: int) -> None:
        """A message in the job's chat asks what shall change in a picture.

        Raises:
            Refused: `picture_gone`.
        """

    @abstractmethod
    async def is_question(self, job_id: str, message_id: int) -> bool:
        """Is this message such a question?"""

    @abstractmethod
    async def is_shown_by(self, job: Job, chat_id: int, message_id: int) -> bool:
        """Is this the message that the job's order began with, or one that shows its pictures?"""

    @abstractmethod
    async def numbers_of(self, job: Job) -> tuple[int, ...]:
        """The numbers of the job's pictures."""

    @abstractmethod
    async def messages_of(self, job: Job, message_id: int) -> tuple[int, ...]:
        """What goes when this message of the job's chat does, itself first.

        With an order's own message all that came of it; under a copy nothing else.
        """

    @abstractmethod
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        """The job and picture number that a message of the bot shows; number 0: all of them."""

    @abstractmethod
    def offer(self) -> Offer:
        """What can be done right now."""
