"""What is kept of a group as such: it follows when the group gets another id."""

from abc import abstractmethod
from typing import Protocol


class ChatStore(Protocol):
    """Groups that become supergroups."""

    @abstractmethod
    async def move(self, old_id: int, new_id: int) -> None:
        """Let choices, wallet, shares and open reservations of a group be those of its new id.

        Repeating it changes nothing. What was chosen in the new chat already stays; credits used
        under both ids add up.
        """
