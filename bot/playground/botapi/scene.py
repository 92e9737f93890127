"""Setting the scene: people, chats, topics; and finding them again."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from bot.playground.botapi.chats import (
    Chat,
    ChatType,
    Envelope,
    Member,
    Message,
    Role,
    Topic,
    User,
)
from bot.playground.botapi.contents import Content
from bot.playground.botapi.visibility import hand_over
from bot.playground.botapi.world import World

Json = dict[str, Any]


class UnknownPerson(LookupError):
    """No such user, chat, topic, message or button on this server."""


@dataclass(slots=True)
class Scene:
    """Makes people and chats; ids are chosen when not given."""

    world: World
    _user_ids: "itertools.count[int]" = field(
        default_factory=lambda: itertools.count(1001)
    )
    _group_ids: "itertools.count[int]" = field(
        default_factory=lambda: itertools.count(2001)
    )

    def add_user(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        started: bool = True,
    ) -> Json:
        """Add a person, with a private chat unless ``started`` is off."""
        user = User(
            user_id=user_id or next(self._user_ids),
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.world.users[user.user_id] = user
        if started:
            self._open_private_chat(user)
        return user.to_api()

    def add_chat(
        self,
        title: str,
        *,
        type: ChatType = "group",  # noqa: A002 - the API's own word
        chat_id: int | None = None,
        username: str | None = None,
        members: list[int] | None = None,
        is_forum: bool = False,
        bot_role: Role = "member",
    ) -> Json:
        """Add a group, supergroup or channel; the first member is its creator."""
        number = next(self._group_ids)
        default_id = -number if type == "group" else -(1_000_000_000_000 + number)
        chat = Chat(
            chat_id=chat_id or default_id,
            type=type,
            title=title,
            username=username,
            is_forum=is_forum,
        )
        for user_id in members or []:
            role: Role = "member" if chat.members else "creator"
            chat.members[user_id] = Member(user=self.user(user_id), role=role)
        if bot_role != "left":
            chat.members[self.world.bot.user_id] = Member(
                user=self.world.bot, role=bot_role
            )
        self.world.chats[chat.chat_id] = chat
        return chat.to_api()

    @property
    def bot_id(self) -> int:
        """The bot's own user id, for ``set_member``."""
        return self.world.bot.user_id

    def add_topic(
        self, chat_id: int, name: str, *, by_user_id: int | None = None
    ) -> Json:
        """Open a forum topic; its id is that of its first message."""
        chat = self.chat(chat_id)
        sender = (
            self.user(by_user_id)
            if by_user_id
            else next(
                (
                    member.user
                    for member in chat.members.values()
                    if not member.user.is_bot
                ),
                None,
            )
        )
        service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.world.add_message(
            chat, sender, Content(), Envelope(service=service)
        )
        message.thread_id = message.message_id
        chat.topics[message.message_id] = Topic(thread_id=message.message_id, name=name)
        hand_over(self.world, message)
        return {"message_thread_id": message.message_id, "name": name}

    def set_topic_closed(
        self, chat_id: int, thread_id: int, *, closed: bool = True
    ) -> None:
        """Close a topic, or open it again."""
        topic = self.chat(chat_id).topics.get(thread_id)
        if topic is None:
            raise UnknownPerson(f"no topic {thread_id} in chat {chat_id}")
        topic.is_closed = closed

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """Remove a topic with its messages."""
        chat = self.chat(chat_id)
        chat.topics.pop(thread_id, None)
        for message in chat.messages.values():
            if message.thread_id == thread_id:
                message.is_deleted = True

    def user(self, user_id: int) -> User:
        """Find a person.

        Raises:
            UnknownPerson: There is none of that id.
        """
        found = self.world.users.get(user_id)
        if found is None:
            raise UnknownPerson(f"no user {user_id}")
        return found

    def chat(self, chat_id: int) -> Chat:
        """Find a chat; a person's private chat is opened at need.

        Raises:
            UnknownPerson: There is none of that id.
        """
        found = self.world.chats.get(chat_id)
        if found is None and chat_id in self.world.users:
            found = self._open_private_chat(self.user(chat_id))
        if found is None:
            raise UnknownPerson(f"no chat {chat_id}")
        return found

    def message_of(self, chat_id: int, message_id: int) -> Message:
        """Find a message, deleted or not.

        Raises:
            UnknownPerson: There is none of that id.
        """
        found = self.chat(chat_id).messages.get(message_id)
        if found is None:
            raise UnknownPerson(f"no message {message_id} in chat {chat_id}")
        return found

    def _open_private_chat(self, user: User) -> Chat:
        members = {
            user.user_id: Member(user=user),
            self.world.bot.user_id: Member(user=self.world.bot),
        }
        chat = Chat(chat_id=user.user_id, type="private", members=members)
        self.world.chats[chat.chat_id] = chat
        return chat
