"""Notices that everybody in a group sees although they concern one person: they go away again."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message of the bot's that is to be deleted, and when."""

    chat_id: int
    message_id: int
    due_at: datetime


class NoticeStore(Protocol):
    """Notices that still stand, so that a restart does not leave them there."""

    @abstractmethod
    async def add_notice(self, notice: Notice) -> None:
        """Write one down; twice is once."""

    @abstractmethod
    async def notices(self) -> tuple[Notice, ...]:
        """All of them, soonest first."""

    @abstractmethod
    async def drop_notices(self, notices: Sequence[Notice]) -> None:
        """Forget them: they are deleted, or never will be."""


class Sweeper(Protocol):
    """Deletes notices when their time has come."""

    @abstractmethod
    async def sweep(self, chat_id: int, message_id: int) -> None:
        """Delete this message in a while; when this returns, a restart cannot prevent it."""
