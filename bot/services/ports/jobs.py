"""Jobs and the status messages that tell of them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.domain.job import Job
from bot.domain.quota import QuotaRules
from bot.services.values import Picture, Placed, Status


class JobStore(Protocol):
    """Jobs, their reservations, and which updates were handled."""

    @abstractmethod
    async def accept(
        self,
        update_ids: Sequence[int],
        placed: Placed,
        rules: QuotaRules,
        *,
        is_unlimited: bool,
    ) -> None:
        """Note the updates, write the status and its jobs, reserve their price: all or nothing.

        `job.reserved` of each job is the price; an unlimited user's jobs are recorded as used but
        never refused. Groups pay when the address is a group.

        Raises:
            AlreadyHandled: the first update was noted before; nothing changed.
            QuotaExceeded: a wallet does not hold it; the updates are noted all the same.
        """

    @abstractmethod
    async def claim(self, *, per_user: int) -> Job | None:
        """Lease the job whose turn it is, with `Resumed` applied, or None.

        Unfinished jobs that were begun before the last start come first; then queued ones, fair
        between users: the user whose last claim is longest ago, and of that user the oldest job.
        A user with `per_user` leased jobs waits.
        """

    @abstractmethod
    async def release_lease(self, job_id: str) -> None:
        """Put a job down unfinished, as it is; another claim may take it."""

    @abstractmethod
    async def release_leases(self) -> int:
        """At start: no job is leased. The number of jobs that were."""

    @abstractmethod
    async def save(self, job: Job, pictures: Sequence[Picture] = ()) -> Job:
        """Write the job's new state and its results by number, in one transaction.

        A cancel that was asked for meanwhile is kept and returned.
        """

    @abstractmethod
    async def finish(self, job: Job, *, is_told: bool = False) -> None:
        """The last transaction: settle `job.charged` of the reservation, release the rest, end.

        With `is_told` it notes as well that the status message shows how its jobs ended. Repeating
        it changes nothing.
        """

    @abstractmethod
    async def request_cancel(self, job_id: str) -> Job | None:
        """Set the flag on an unfinished job; the job afterwards, or None when there is none."""

    @abstractmethod
    async def get(self, job_id: str) -> Job | None:
        """One job."""

    @abstractmethod
    async def place(self, job_id: str) -> int | None:
        """Waiting jobs that will be claimed before this one; None when it does not wait."""

    @abstractmethod
    async def batch(self, status_id: str) -> tuple[Job, ...]:
        """All jobs of one status message, in the order of their pictures."""

    @abstractmethod
    async def unfinished_of(self, user_id: int) -> tuple[Job, ...]:
        """A user's jobs under way, oldest first."""

    @abstractmethod
    async def unfinished(self) -> frozenset[str]:
        """Ids of all jobs that have not ended."""

    @abstractmethod
    async def latest(self, limit: int) -> tuple[Job, ...]:
        """The newest jobs of all users, newest first, for the operator."""

    @abstractmethod
    async def count_waiting(self) -> int:
        """Queued jobs that nobody has claimed."""

    @abstractmethod
    async def durations(
        self, provider: str, operation: str, limit: int
    ) -> tuple[float, ...]:
        """Seconds from `started_at` to the pictures of the last succeeded jobs, newest first."""


class StatusStore(Protocol):
    """The status messages."""

    @abstractmethod
    async def get_status(self, status_id: str) -> Status | None:
        """One status."""

    @abstractmethod
    async def save_status(self, status: Status) -> None:
        """Write its message id and whether it is media by now."""

    @abstractmethod
    async def conclude_status(self, status_id: str) -> None:
        """Note that the message shows how its jobs ended."""

    @abstractmethod
    async def unconcluded(self) -> tuple[str, ...]:
        """Ids of statuses whose jobs have all ended and that do not show it yet."""
