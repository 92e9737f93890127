"""What the handlers ask of a picture's family."""

from abc import abstractmethod
from typing import Protocol

from bot.domain.job import Address
from bot.services.lineage import Lineage


class FamilyDesk(Protocol):
    """The steps that led to a picture, as the front door sees them."""

    @abstractmethod
    async def line(self, job_id: str, number: int) -> Lineage:
        """The steps up to picture `number` of a job; 0 is all of its pictures.

        Raises:
            Refused: `job_unknown`.
        """

    @abstractmethod
    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        """The newest picture of a user's here that was made from another one: job and number."""

    @abstractmethod
    async def undo(self, job_id: str, *, address: Address, language: str) -> None:
        """Send the step before a job's once more.

        Raises:
            Refused: there is none, or it is kept no more.
        """

    @abstractmethod
    async def send_step(
        self, job_id: str, step: int, *, address: Address, language: str
    ) -> None:
        """Send any step up to a job's.

        Raises:
            Refused: there is no such step, or it is kept no more.
        """

    @abstractmethod
    async def compare(
        self, job_id: str, number: int, *, address: Address, language: str
    ) -> None:
        """Send a picture beside the one that it was made from.

        Raises:
            Refused: there is none, or one of the two cannot be had.
        """
