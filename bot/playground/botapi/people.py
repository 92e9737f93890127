"""The side of the users, in one object: set the scene, act, read, wait."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.acting import Acting
from bot.playground.botapi.chats import Message
from bot.playground.botapi.fates import Fates
from bot.playground.botapi.scene import UnknownPerson
from bot.playground.botapi.speaking import Place
from bot.playground.botapi.views import message_view

Json = dict[str, Any]

__all__ = ["People", "Place", "UnknownPerson"]

_PATIENCE = 30.0  # seconds a wait lasts when nothing is said


@dataclass(slots=True)
class People(Acting, Fates):
    """All that the people of this Telegram can do and see.

    What is read are plain dicts; ``views.message_view`` lists a message's keys. Events
    have ``seq``, ``at``, ``kind``, ``chat_id`` and, about messages, ``message_id``,
    ``from_bot`` and ``message``. Kinds: message, edit, delete, reaction, press,
    callback_answer, chat_action, draft.
    """

    def messages(
        self,
        chat_id: int,
        *,
        as_user: int | None = None,
        thread_id: int | None = None,
        from_bot: bool | None = None,
        with_deleted: bool = False,
    ) -> list[Json]:
        """Read a chat, oldest first, with the ephemeral messages ``as_user`` got or sent."""
        chat = self.chat(chat_id)
        shown = [*chat.messages.values()]
        shown += [
            message
            for (receiver, _), message in chat.ephemerals.items()
            if as_user is not None
            and as_user
            in {receiver, message.sender.user_id if message.sender else None}
        ]
        return [
            message_view(message)
            for message in sorted(shown, key=lambda message: message.at)
            if (with_deleted or not message.is_deleted)
            and (thread_id is None or message.thread_id == thread_id)
            and (from_bot is None or (message.sender is self.world.bot) == from_bot)
        ]

    def message(self, chat_id: int, message_id: int) -> Json:
        """Read one message with its history, deleted or not."""
        return message_view(self.message_of(chat_id, message_id))

    def read_file(self, file_id: str) -> bytes:
        """Read a file's bytes; blocking.

        Raises:
            UnknownPerson: No such file.
        """
        stored = self.world.files.find(file_id)
        if stored is None:
            raise UnknownPerson(f"no file {file_id}")
        return stored.blob.path.read_bytes()

    async def download(self, file_id: str) -> bytes:
        """Read a file's bytes."""
        return await asyncio.to_thread(self.read_file, file_id)

    def menu(self, user_id: int, chat_id: int | None = None) -> list[Json]:
        """Tell the command menu that a person sees on ``/``."""
        user, chat = self.user(user_id), self.chat(chat_id or user_id)
        return self.world.menu(chat, user)

    @property
    def last_seq(self) -> int:
        """The number of the newest event, to wait after."""
        return self.world.events.last_seq

    def events(
        self, after: int = 0, *, chat_id: int | None = None, kind: str | None = None
    ) -> list[Json]:
        """List events newer than ``after``."""
        return self.world.events.after(after, _about(chat_id, kind))

    async def wait_event(
        self,
        after: int = 0,
        *,
        chat_id: int | None = None,
        kind: str | None = None,
        message_id: int | None = None,
        from_bot: bool | None = None,
        where: Callable[[Json], bool] | None = None,
        timeout: float = _PATIENCE,  # noqa: ASYNC109 - a wait is told how long it may last
    ) -> Json:
        """Return the first event newer than ``after`` that fits.

        Raises:
            TimeoutError: None came in time.
        """
        about = _about(chat_id, kind)

        def fits(event: Json) -> bool:
            return (
                about(event)
                and (message_id is None or event.get("message_id") == message_id)
                and (from_bot is None or event.get("from_bot") == from_bot)
                and (where is None or where(event))
            )

        return await self.world.events.wait(after, fits, timeout)

    async def wait_message(
        self,
        chat_id: int,
        where: Callable[[Json], bool],
        *,
        from_bot: bool | None = True,
        timeout: float = _PATIENCE,  # noqa: ASYNC109 - as above
    ) -> Json:
        """Return the first message of a chat that is, or becomes, as wanted.

        Raises:
            TimeoutError: None became so in time.
        """
        seen = self.last_seq
        for message in self._candidates(chat_id, from_bot):
            view = message_view(message)
            if where(view):
                return view
        event = await self.wait_event(
            seen,
            chat_id=chat_id,
            from_bot=from_bot,
            where=lambda event: "message" in event and where(event["message"]),
            timeout=timeout,
        )
        return dict(event["message"])

    async def callback_answer(
        self,
        query_id: str,
        *,
        timeout: float = _PATIENCE,  # noqa: ASYNC109 - as above
    ) -> Json:
        """Wait for the answer to a pressed button: ``text``, ``show_alert``, ``url``.

        Raises:
            TimeoutError: None came in time.
        """
        query = self.world.queries.find(query_id)
        if query is None:
            raise UnknownPerson(f"no query {query_id}")
        async with asyncio.timeout(timeout):
            await query.answered.wait()
        return query.answer or {}

    def _candidates(self, chat_id: int, from_bot: bool | None) -> list[Message]:
        chat = self.chat(chat_id)
        return [
            message
            for message in [*chat.messages.values(), *chat.ephemerals.values()]
            if not message.is_deleted
            and (from_bot is None or (message.sender is self.world.bot) == from_bot)
        ]


def _about(chat_id: int | None, kind: str | None) -> Callable[[Json], bool]:
    def fits(event: Json) -> bool:
        return (chat_id is None or event["chat_id"] == chat_id) and (
            kind is None or event["kind"] == kind
        )

    return fits
