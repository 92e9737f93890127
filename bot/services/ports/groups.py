"""What is kept of groups: their ids, their boards, and asides that still stand there."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.services.asides import Aside
from bot.services.boards import BoardNote, ReactionNote
from bot.services.values import Status


class ChatStore(Protocol):
    """Groups that become supergroups."""

    @abstractmethod
    async def move(self, old_id: int, new_id: int) -> None:
        """Let choices, wallet, shares and open reservations of a group be those of its new id.

        Repeating it changes nothing. What was chosen in the new chat already stays; credits used
        under both ids add up.
        """

    @abstractmethod
    async def successor(self, chat_id: int) -> int:
        """The chat that a group became, as far as `move` was told; any other chat is its own."""


class BoardStore(Protocol):
    """The boards' messages and the reactions that are to be taken away."""

    @abstractmethod
    async def boards(self) -> tuple[BoardNote, ...]:
        """Every board that may stand in a chat."""

    @abstractmethod
    async def save_board(self, board: BoardNote) -> None:
        """Note which message is the board of its chat and topic."""

    @abstractmethod
    async def drop_board(self, chat_id: int, thread_id: int | None) -> None:
        """The board is gone."""

    @abstractmethod
    async def under_way(self, chat_id: int, thread_id: int | None) -> Sequence[Status]:
        """The statuses there with a job that has not ended, in order of acceptance."""

    @abstractmethod
    async def reactions(self) -> tuple[ReactionNote, ...]:
        """Every reaction that may stand on a message."""

    @abstractmethod
    async def save_reaction(self, reaction: ReactionNote) -> None:
        """Note a reaction that is about to be set."""

    @abstractmethod
    async def drop_reaction(self, status_id: str) -> None:
        """The reaction was taken away, or never set."""


class AsideStore(Protocol):
    """Asides that still stand, so that a restart does not leave them there."""

    @abstractmethod
    async def add_aside(self, aside: Aside) -> None:
        """Write one down; twice is once."""

    @abstractmethod
    async def asides(self) -> tuple[Aside, ...]:
        """All of them, soonest first."""

    @abstractmethod
    async def drop_asides(self, asides: Sequence[Aside]) -> None:
        """Forget them: they are deleted, or never will be."""
