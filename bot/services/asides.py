"""Asides that everybody in a group sees although they concern one person: they go away again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A message of the bot's that is to be deleted, and when."""

    chat_id: int
    message_id: int
    due_at: datetime
