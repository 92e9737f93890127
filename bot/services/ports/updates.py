"""What Telegram said, kept until it is dealt with."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class UpdateLog(Protocol):
    """Telegram's updates: written before they are confirmed, so that a crash loses none."""

    @abstractmethod
    async def receive(
        self, updates: Sequence[tuple[int, str]], at: datetime
    ) -> tuple[int, ...]:
        """Write updates (id, JSON text) that are new; the ids of those, in order."""

    @abstractmethod
    async def handled(self, update_ids: Sequence[int]) -> bool:
        """Note updates as done with. False: the first of them was noted before."""

    @abstractmethod
    async def unhandled(self) -> tuple[str, ...]:
        """JSON texts of updates received but not handled, oldest first, for the next start."""

    @abstractmethod
    async def forget_updates(self, before: datetime) -> None:
        """Drop handled updates received before then."""
