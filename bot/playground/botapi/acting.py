"""What people do with what was said: edit, delete, react, press buttons."""

from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.chats import ADMINISTRATORS, Chat, Message, User
from bot.playground.botapi.contents import Content
from bot.playground.botapi.detection import with_detected
from bot.playground.botapi.scene import UnknownPerson
from bot.playground.botapi.speaking import Speaking
from bot.playground.botapi.views import message_view
from bot.playground.botapi.visibility import hand_over

Json = dict[str, Any]


@dataclass(slots=True)
class Acting(Speaking):
    """The acts; each returns the message as the person sees it, a press the query's id."""

    async def edit_text(
        self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None
    ) -> Json:
        """Change one's own text or caption; the bot gets ``edited_message``."""
        message = self._own(user_id, message_id, chat_id)
        entities = tuple(with_detected(text, []))
        content = Content(text=text, entities=entities, media=message.content.media)
        message.revise(self.world.clock.now(), content, message.markup)
        self.world.tell("edit", message)
        hand_over(self.world, message, edited=True)
        return message_view(message)

    async def delete_message(
        self, user_id: int, message_id: int, *, chat_id: int | None = None
    ) -> Json:
        """Delete a message; no update tells the bot (Bot API)."""
        chat = self.chat(chat_id or user_id)
        message = self.message_of(chat.chat_id, message_id)
        own = message.sender is self.user(user_id)
        if not (own or chat.is_private or chat.role_of(user_id) in ADMINISTRATORS):
            raise PermissionError(f"user {user_id} may not delete message {message_id}")
        message.is_deleted = True
        self.world.tell("delete", message)
        return message_view(message)

    async def react(
        self,
        user_id: int,
        message_id: int,
        emoji: str | None,
        *,
        chat_id: int | None = None,
    ) -> Json:
        """Set a reaction, or take it back with None."""
        user = self.user(user_id)
        message = self.message_of(chat_id or user_id, message_id)
        old = message.reactions.get(user_id, [])
        new = [emoji] if emoji else []
        message.reactions[user_id] = new
        self.world.tell("reaction", message, user_id=user_id, emoji=new)
        if message.chat.is_private or self._bot_is_admin(message.chat):
            self.world.updates.put(
                "message_reaction", self._reaction(message, user, old, new)
            )
        return message_view(message)

    async def press(
        self,
        user_id: int,
        message_id: int,
        button: str,
        *,
        chat_id: int | None = None,
        ephemeral_id: int | None = None,
        stale: bool = False,
    ) -> str:
        """Press an inline button, named by its text or its callback data.

        With ``stale`` the data is sent though the message no longer has the button, as
        an old view on a slow phone does.

        Returns:
            The query's id, for ``callback_answer``.

        Raises:
            UnknownPerson: No such button on the message.
        """
        user, chat = self.user(user_id), self.chat(chat_id or user_id)
        if ephemeral_id is not None:
            message = chat.ephemerals[user_id, ephemeral_id]
        else:
            message = self.message_of(chat.chat_id, message_id)
        data = button if stale else _data_of(message, button)
        query = self.world.queries.press(user, message, data, self.world.clock.now())
        self.world.updates.put("callback_query", query.to_api())
        self.world.tell(
            "press", message, user_id=user_id, query_id=query.query_id, data=data
        )
        return query.query_id

    def _own(self, user_id: int, message_id: int, chat_id: int | None) -> Message:
        message = self.message_of(chat_id or user_id, message_id)
        if message.sender is not self.user(user_id):
            raise PermissionError(f"message {message_id} is not by user {user_id}")
        return message

    def _bot_is_admin(self, chat: Chat) -> bool:
        return chat.role_of(self.world.bot.user_id) in ADMINISTRATORS

    def _reaction(
        self, message: Message, user: User, old: list[str], new: list[str]
    ) -> Json:
        return {
            "chat": message.chat.to_api(),
            "message_id": message.message_id,
            "user": user.to_api(),
            "date": int(self.world.clock.now()),
            "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
            "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
        }


def _data_of(message: Message, wanted: str) -> str:
    rows = (message.markup or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        data: str | None = button.get("callback_data")
        if data is not None and wanted in {data, button["text"]}:
            return data
    known = [button["text"] for row in rows for button in row]
    raise UnknownPerson(
        f"no button {wanted!r} on message {message.message_id}: {known}"
    )
