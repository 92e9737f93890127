"""What the handlers ask of the services: one desk for everything."""

from abc import abstractmethod
from typing import Protocol

from bot.domain.job import Job
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
    async def batch_size(self, job: Job) -> int:
        """How many jobs the job's order is: an album to enlarge is one a picture."""

    @abstractmethod
    def offer(self) -> Offer:
        """What can be done right now."""
