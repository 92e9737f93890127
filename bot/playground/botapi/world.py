"""Everything one server holds, and the few verbs that change it for both sides."""

from dataclasses import fields
from typing import Any

from bot.playground.botapi.callbacks import CallbackQueries
from bot.playground.botapi.chats import PRESENT, Chat, Envelope, Message, User
from bot.playground.botapi.clock import Clock
from bot.playground.botapi.config import BotApiConfig
from bot.playground.botapi.contents import Content, Media
from bot.playground.botapi.feed import Feed, Item
from bot.playground.botapi.files import FileStore
from bot.playground.botapi.profile import Profile
from bot.playground.botapi.updates import UpdateQueue
from bot.playground.botapi.views import message_view

_ENVELOPE_FIELDS = tuple(field.name for field in fields(Envelope))
# Telegram's own accounts that stand in for anonymous senders (Bot API, Message).
ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688


class World:
    """Users, chats, files and queues of one server."""

    def __init__(self, config: BotApiConfig, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self.files = FileStore()
        self.updates = UpdateQueue()
        self.events = Feed(config.log_limit)
        self.queries = CallbackQueries(config.query_lifetime)
        self.profile = Profile()
        self.bot = User(
            user_id=config.bot_id,
            first_name=config.bot_name,
            username=config.bot_username,
            is_bot=True,
        )
        self.users: dict[int, User] = {self.bot.user_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.media: dict[str, Media] = {}
        self._add_stand_ins()

    def _add_stand_ins(self) -> None:
        for user_id, name, username in (
            (ANONYMOUS_ADMIN_ID, "Group", "GroupAnonymousBot"),
            (CHANNEL_BOT_ID, "Channel", "Channel_Bot"),
        ):
            self.users[user_id] = User(
                user_id=user_id, first_name=name, username=username, is_bot=True
            )

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """Find a chat by id or @username."""
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        name = chat_id.removeprefix("@").lower()
        for chat in self.chats.values():
            if chat.username is not None and chat.username.lower() == name:
                return chat
        return None

    def menu(self, chat: Chat, user: User) -> list[dict[str, Any]]:
        """Tell the command menu that a person sees in a chat; an old server knows no marks in it."""
        scopes = ["all_private_chats"] if chat.is_private else ["all_group_chats"]
        # Menus have two-letter codes, users IETF tags (Bot API, setMyCommands and User).
        language = (user.language_code or "").partition("-")[0]
        menu = self.profile.menu(scopes, language)
        if self.config.ephemeral_messages:
            return menu
        return [
            {key: value for key, value in entry.items() if key != "is_ephemeral"}
            for entry in menu
        ]

    def bot_is_in(self, chat: Chat) -> bool:
        """Say whether the bot is a member."""
        return chat.is_private or chat.role_of(self.bot.user_id) in PRESENT

    def add_message(
        self,
        chat: Chat,
        sender: User | None,
        content: Content,
        envelope: Envelope | None = None,
    ) -> Message:
        """Put a message into a chat and tell those who watch."""
        more = envelope or Envelope()
        ephemeral = more.receiver is not None
        message = Message(
            message_id=0 if ephemeral else chat.next_message_id(),
            ephemeral_id=chat.next_ephemeral_id() if ephemeral else None,
            chat=chat,
            at=self.clock.now(),
            sender=sender,
            content=content,
            **{name: getattr(more, name) for name in _ENVELOPE_FIELDS},
        )
        if message.thread_id is not None and message.reply_to is None:
            # Telegram shows a topic's first message as what its messages answer.
            message.reply_to = chat.messages.get(message.thread_id)
        chat.store(message)
        self.tell("message", message)
        return message

    def tell(self, kind: str, message: Message, **more: object) -> Item:
        """Record an event about a message, with the message as it is now."""
        return self.events.append(
            {
                "at": self.clock.now(),
                "kind": kind,
                "chat_id": message.chat.chat_id,
                "message_id": message.message_id,
                "from_bot": message.sender is self.bot,
                "message": message_view(message, with_history=False),
                **more,
            }
        )

    def tell_chat(self, kind: str, chat: Chat, **more: object) -> Item:
        """Record an event about a chat."""
        return self.events.append(
            {"at": self.clock.now(), "kind": kind, "chat_id": chat.chat_id, **more}
        )
