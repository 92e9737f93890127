"""What is kept of the groups' boards from one start to the next: the values and their port."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.services.values import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNote:
    """The one message in which a group, or a topic of it, reads about all its orders.

    Attributes:
        thread_id: topic of a forum; None for the General topic and everywhere else.
        language: that of its lines.
    """

    chat_id: int
    thread_id: int | None
    message_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionNote:
    """A reaction of ours on a user's message, to be taken away when the order has ended.

    Attributes:
        has_ended: the order is over, or erased.
    """

    status_id: str
    chat_id: int
    message_id: int
    has_ended: bool = False


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
