"""What chats are shown, and what is taken away there."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.domain.job import Address
from bot.domain.recipe import PictureRef
from bot.services.families import Comparison, Shown
from bot.services.values import Copies, Delivery, Keyring, StatusView


class Messenger(Protocol):
    """The back door: what a chat is shown. It renders, paces and sends."""

    @abstractmethod
    def show(self, view: StatusView) -> None:
        """Bring a status message up to date, some time; latest wins. Sends it when there is none."""

    @abstractmethod
    async def deliver(self, delivery: Delivery) -> None:
        """Bring a job's pictures to the chat; come back when Telegram confirmed every sending.

        Raises:
            ChatGone, NotAllowed, TooLarge: nothing more can arrive there.
        """

    @abstractmethod
    async def conclude(self, view: StatusView) -> None:
        """Show how jobs ended that deliver nothing; a dead chat is not an error here."""

    @abstractmethod
    async def send_copies(self, copies: Copies) -> None:
        """Send results once more, on request.

        A picture whose original was cleaned away comes as Telegram's copy, and the text says so.

        Raises:
            ChatGone, NotAllowed: as for `deliver`.
        """

    @abstractmethod
    async def turn_page(self, address: Address, message_id: int, ring: Keyring) -> None:
        """Put a page of buttons under a message; one that is gone is not an error here."""


class FamilyShow(Protocol):
    """Pictures of a family, sent in answer to who asked; nothing is repeated, they can ask again."""

    @abstractmethod
    async def show(self, address: Address, shown: Shown, *, language: str) -> None:
        """Send one step with its buttons. What answers it speaks of that step's picture.

        Raises:
            DeliveryError: it did not arrive.
        """

    @abstractmethod
    async def compare(
        self, address: Address, comparison: Comparison, *, language: str
    ) -> None:
        """Send before and after.

        Raises:
            DeliveryError: it did not arrive.
        """

    @abstractmethod
    async def give_back(
        self,
        address: Address,
        originals: Sequence[PictureRef],
        *,
        language: str,
        has_spoiler: bool = False,
    ) -> None:
        """Send what a user had sent, by Telegram's names of it; photos are covered if asked for.

        Raises:
            DeliveryError: it did not arrive.
        """


class Sweeper(Protocol):
    """Deletes asides when their time has come."""

    @abstractmethod
    async def sweep(self, chat_id: int, message_id: int) -> None:
        """Delete this message in a while; when this returns, a restart cannot prevent it."""
