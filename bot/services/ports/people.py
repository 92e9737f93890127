"""What is kept of people: their choices, and all of it on the day when they want to be forgotten."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from bot.services.values import Preferences


class PreferenceStore(Protocol):
    """Standing choices of users and chats (a chat's id is negative)."""

    @abstractmethod
    async def preferences(self, owner_id: int) -> Preferences:
        """What was chosen; empty when nothing was."""

    @abstractmethod
    async def save_preferences(self, owner_id: int, preferences: Preferences) -> None:
        """Replace them."""


class OwnDataStore(Protocol):
    """Everything of one user, for the day on which they want to be forgotten."""

    @abstractmethod
    async def jobs_of(self, user_id: int) -> Mapping[str, str]:
        """Status ids by the ids of all the user's jobs, in groups too, ended or not."""

    @abstractmethod
    async def erase(self, user_id: int) -> bool:
        """Erase the user's jobs, pictures, receipts, statuses, choices and unhandled updates.

        Sums stay: credits used by day, bonuses, and the ledger's lines without their jobs.
        False: a job of theirs has not ended; nothing was erased.
        """
