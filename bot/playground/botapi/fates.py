"""What befalls people and chats: members come and go, accounts end, groups move."""

from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.chats import Chat, Envelope, Member, Role, User
from bot.playground.botapi.contents import Content
from bot.playground.botapi.methods.reading import member_to_api
from bot.playground.botapi.scene import Scene, UnknownPerson
from bot.playground.botapi.visibility import hand_over

Json = dict[str, Any]


@dataclass(slots=True)
class Fates(Scene):
    """Each changes the scene, and tells the bot what Telegram would tell it."""

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

    def set_bot_may_write(self, chat_id: int, *, allowed: bool) -> None:
        """Mute the bot in a group, or let it write again."""
        self.chat(chat_id).bot_may_write = allowed

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
