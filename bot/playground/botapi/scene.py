"""Setting the scene: people, chats, members, topics, and what befalls them."""

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
from bot.playground.botapi.methods.reading import member_to_api
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

    def set_member(
        self,
        chat_id: int,
        user_id: int,
        role: Role = "member",
        *,
        is_anonymous: bool = False,
        custom_title: str | None = None,
    ) -> Json:
        """Change a member's place; the bot is told of changes to itself."""
        chat, user = self.chat(chat_id), self.user(user_id)
        old = chat.members.get(user_id) or Member(user=user, role="left")
        new = Member(
            user=user, role=role, is_anonymous=is_anonymous, custom_title=custom_title
        )
        chat.members[user_id] = new
        kind = "my_chat_member" if user is self.world.bot else "chat_member"
        creators = (
            each.user for each in chat.members.values() if each.role == "creator"
        )
        self._tell_membership(kind, chat, old, new, by=next(creators, user))
        return member_to_api(new)

    @property
    def bot_id(self) -> int:
        """The bot's own user id, for ``set_member``."""
        return self.world.bot.user_id

    def set_bot_may_write(self, chat_id: int, *, allowed: bool) -> None:
        """Mute the bot in a group, or let it write again."""
        self.chat(chat_id).bot_may_write = allowed

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

    def set_blocked(self, user_id: int, *, blocked: bool = True) -> None:
        """Have a person block the bot, or take it back."""
        user, chat = self.user(user_id), self.chat(user_id)
        bot = self.world.bot
        old = Member(user=bot, role="kicked" if user.has_blocked else "member")
        new = Member(user=bot, role="kicked" if blocked else "member")
        user.has_blocked = blocked
        self._tell_membership("my_chat_member", chat, old, new, by=user)

    def delete_account(self, user_id: int) -> None:
        """Deactivate a person's account."""
        self.user(user_id).is_deactivated = True

    def delete_chat(self, chat_id: int) -> None:
        """Delete a group."""
        self.chat(chat_id).is_deleted = True

    def migrate_chat(self, chat_id: int) -> Json:
        """Make a group a supergroup under a new id; returns the new chat."""
        old = self.chat(chat_id)
        new = Chat(
            chat_id=-(1_000_000_000_000 + next(self._group_ids)),
            type="supergroup",
            title=old.title,
            members=dict(old.members),
        )
        self.world.chats[new.chat_id] = new
        sender = next(iter(old.members.values())).user if old.members else None
        self._serve_notice(old, sender, {"migrate_to_chat_id": new.chat_id})
        self._serve_notice(new, sender, {"migrate_from_chat_id": old.chat_id})
        old.migrated_to = new.chat_id
        return new.to_api()

    def repeat_update(self, update_id: int) -> None:
        """Push an update to the webhook once more, as Telegram does after a lost answer.

        A poll never sees it again: its offset has confirmed it.

        Raises:
            UnknownPerson: No such update, or too long ago.
        """
        if not self.world.updates.repeat(update_id):
            raise UnknownPerson(f"no update {update_id}")

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

    def _serve_notice(self, chat: Chat, sender: User | None, service: Json) -> None:
        message = self.world.add_message(
            chat, sender, Content(), Envelope(service=service)
        )
        hand_over(self.world, message)

    def _tell_membership(
        self, kind: str, chat: Chat, old: Member, new: Member, *, by: User
    ) -> None:
        self.world.updates.put(
            kind,
            {
                "chat": chat.to_api(),
                "from": by.to_api(),
                "date": int(self.world.clock.now()),
                "old_chat_member": member_to_api(old),
                "new_chat_member": member_to_api(new),
            },
        )
