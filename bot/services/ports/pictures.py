"""Results, what proves that they arrived, and which was made from which."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.domain.job import Address
from bot.services.families import Kin
from bot.services.values import Picture, Receipt


class PictureStore(Protocol):
    """Results and the receipts of their delivery."""

    @abstractmethod
    async def pictures(self, job_id: str) -> tuple[Picture, ...]:
        """A job's results by number."""

    @abstractmethod
    async def begin(self, job_id: str, sending: str) -> Receipt:
        """Note that a send is about to leave: `tries` is counted before the call."""

    @abstractmethod
    async def confirm(
        self,
        job_id: str,
        sending: str,
        message_ids: Sequence[int],
        pictures: Sequence[Picture],
    ) -> None:
        """Note that Telegram took it, and the file ids it gave, in one transaction.

        Ids that an earlier sending has brought are kept.
        """

    @abstractmethod
    async def note_copy(self, picture: Picture, chat_id: int, message_id: int) -> None:
        """A message sent on request shows this picture; the file ids that it has are kept.

        Outside the job's own chat the message is not noted: its number is somebody else's there.
        Of a picture that was erased meanwhile nothing is.
        """

    @abstractmethod
    async def receipts(self, job_id: str) -> tuple[Receipt, ...]:
        """All sendings begun so far."""

    @abstractmethod
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        """The job and picture number that a delivered message shows; number 0: all of them."""


class FamilyStore(Protocol):
    """Which picture was made from which."""

    @abstractmethod
    async def line(self, job_id: str, *, limit: int) -> tuple[Kin, ...]:
        """The job, the one whose result it worked on, and so on; at most `limit` of them.

        Ends where a job has no parent, or where the parent was erased; empty when there is no such job.
        """

    @abstractmethod
    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        """The newest message of a chat's topic that shows what a user had made from a picture.

        Its job and picture number, 0 being all of them. Only the chat's newest messages are looked
        through.
        """
