"""The ports of a picture's family, and what crosses them."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.domain.job import Address, Job
from bot.domain.menu import Menu
from bot.domain.recipe import PictureRef
from bot.services.values import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One job of a picture's family tree: what it was made from, and in which chat."""

    job_id: str
    chat_id: int
    parent_id: str | None = None
    sources: tuple[PictureRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of a family, to be shown: 1 is the first result.

    Attributes:
        menu: what can be done with it.
    """

    step: int
    job: Job
    picture: Picture
    menu: Menu = field(default_factory=Menu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Before and after as one file; whoever answers it speaks of what came after.

    Attributes:
        before: its step; 0 is the original.
    """

    path: Path
    before: int
    after: Shown


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
