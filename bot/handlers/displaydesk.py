"""What the handlers ask of the messages that show results."""

from abc import abstractmethod
from typing import Protocol

from bot.domain.buttons import Verb
from bot.domain.job import Address, Job


class DisplayDesk(Protocol):
    """Results that lie in a chat already, as the front door sees them."""

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
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        """The job and picture number that a message of the bot shows; number 0: all of them."""

    @abstractmethod
    async def is_shown_by(self, job: Job, chat_id: int, message_id: int) -> bool:
        """Is this the message that the job's order began with, or one that shows its pictures?"""

    @abstractmethod
    async def numbers_of(self, job: Job) -> tuple[int, ...]:
        """The numbers of the job's pictures."""

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
    async def messages_of(self, job: Job, message_id: int) -> tuple[int, ...]:
        """What goes when this message of the job's chat does, itself first.

        With an order's own message all that came of it; under a copy nothing else.
        """
