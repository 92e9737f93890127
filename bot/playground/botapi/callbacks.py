"""Pressed buttons that wait for their answer."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.botapi.chats import Message, User
from bot.playground.botapi.errors import bad_request


@dataclass(slots=True, kw_only=True)
class CallbackQuery:
    """One press of a button."""

    query_id: str
    user: User
    message: Message
    data: str
    at: float
    answer: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def to_api(self) -> dict[str, Any]:
        """Render as the API's CallbackQuery; a deleted message is inaccessible."""
        message: dict[str, Any] = self.message.to_api()
        if self.message.is_deleted:
            message = {
                "chat": self.message.chat.to_api(),
                "message_id": self.message.message_id,
                "date": 0,
            }
        return {
            "id": self.query_id,
            "from": self.user.to_api(),
            "message": message,
            "chat_instance": str(self.message.chat.chat_id * 31),
            "data": self.data,
        }


class CallbackQueries:
    """All presses, by query id."""

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._queries: dict[str, CallbackQuery] = {}

    def press(
        self, user: User, message: Message, data: str, at: float
    ) -> CallbackQuery:
        """Open a query."""
        query = CallbackQuery(
            query_id=str(secrets.randbits(62)),
            user=user,
            message=message,
            data=data,
            at=at,
        )
        self._queries[query.query_id] = query
        return query

    def find(self, query_id: str) -> CallbackQuery | None:
        """Look a query up, answered or not."""
        return self._queries.get(query_id)

    def answer(self, query_id: str, answer: dict[str, Any], at: float) -> CallbackQuery:
        """Answer a query.

        Raises:
            ApiError: It is unknown, too old or answered already.
        """
        query = self._queries.get(query_id)
        if query is None or query.answer is not None or at - query.at > self._lifetime:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        query.answer = answer
        query.answered.set()
        return query
