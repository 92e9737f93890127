"""Who there is, where they talk and what was said: users, chats, messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.botapi.contents import Content, Json, Revision

ChatType = Literal["private", "group", "supergroup", "channel"]
Role = Literal["creator", "administrator", "member", "left", "kicked"]

PRESENT: frozenset[Role] = frozenset({"creator", "administrator", "member"})
ADMINISTRATORS: frozenset[Role] = frozenset({"creator", "administrator"})


@dataclass(slots=True, kw_only=True)
class User:
    """A person or a bot.

    Attributes:
        has_blocked: The person blocked the bot.
        is_deactivated: The account is gone.
    """

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    has_blocked: bool = False
    is_deactivated: bool = False

    def to_api(self) -> dict[str, Any]:
        """Render as the API's User."""
        shown: dict[str, Any] = {
            "id": self.user_id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        for key in ("last_name", "username", "language_code"):
            if getattr(self, key) is not None:
                shown[key] = getattr(self, key)
        return shown


@dataclass(slots=True, kw_only=True)
class Member:
    """A user's place in a chat."""

    user: User
    role: Role = "member"
    is_anonymous: bool = False
    custom_title: str | None = None


@dataclass(slots=True, kw_only=True)
class Topic:
    """A forum topic; its id is that of the message that opened it."""

    thread_id: int
    name: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes with a message's content when it is sent; see Message."""

    thread_id: int | None = None
    reply_to: Message | None = None
    quote: Json | None = None
    sender_chat: Chat | None = None
    author_signature: str | None = None
    markup: Json | None = None
    media_group_id: str | None = None
    forward_origin: Json | None = None
    receiver: User | None = None
    service: Json = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message with everything that happened to it.

    Attributes:
        at: When it was sent, unix seconds.
        service: Fields of a service message, e.g. ``new_chat_members``.
        quote: The part of what it answers that it is about, a TextQuote.
        receiver: The only one who sees it, for an ephemeral message.
        history: Earlier contents, oldest first; ``at`` is when each was shown.
        reactions: Emoji by the id of who set it.
    """

    message_id: int
    chat: Chat
    at: float
    sender: User | None
    content: Content
    sender_chat: Chat | None = None
    author_signature: str | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    quote: Json | None = None
    markup: Json | None = None
    media_group_id: str | None = None
    forward_origin: Json | None = None
    receiver: User | None = None
    ephemeral_id: int | None = None
    service: Json = field(default_factory=dict)
    edited_at: float | None = None
    is_deleted: bool = False
    history: list[Revision] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)

    def revise(self, at: float, content: Content, markup: Json | None) -> None:
        """Change what it says and remember what it said."""
        shown_at = self.edited_at or self.at
        self.history.append(
            Revision(at=shown_at, content=self.content, markup=self.markup)
        )
        self.content = content
        self.markup = markup
        self.edited_at = at

    def to_api(self, *, nested: bool = False) -> Json:
        """Render as the API's Message; a nested one does not show its own reply."""
        shown: Json = {
            "message_id": self.message_id,
            "date": int(self.at),
            "chat": self.chat.to_api(),
        }
        shown |= self._origin() | self._place() | self.content.to_api() | self.service
        if self.edited_at is not None:
            shown["edit_date"] = int(self.edited_at)
        if self.media_group_id is not None:
            shown["media_group_id"] = self.media_group_id
        if self.reply_to is not None and not nested:
            shown["reply_to_message"] = self.reply_to.to_api(nested=True)
            if self.quote is not None:
                shown["quote"] = self.quote
        if self.markup is not None and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        return shown

    def _origin(self) -> Json:
        shown: Json = {}
        if self.sender is not None:
            shown["from"] = self.sender.to_api()
        if self.sender_chat is not None:
            shown["sender_chat"] = self.sender_chat.to_api()
        if self.author_signature is not None:
            shown["author_signature"] = self.author_signature
        if self.forward_origin is not None:
            shown["forward_origin"] = self.forward_origin
        if self.receiver is not None and self.ephemeral_id is not None:
            shown["receiver_user"] = self.receiver.to_api()
            shown["ephemeral_message_id"] = self.ephemeral_id
        return shown

    def _place(self) -> Json:
        if self.thread_id is None:
            return {}
        return {"message_thread_id": self.thread_id, "is_topic_message": True}


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat and its messages.

    Attributes:
        is_deleted: The chat is gone.
        bot_may_write: Off when administrators muted the bot.
        has_reactions: Off when administrators allow none.
        migrated_to: The supergroup that this group became.
        ephemerals: Messages for one receiver, by receiver and ephemeral id.
    """

    chat_id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ephemerals: dict[tuple[int, int], Message] = field(default_factory=dict)
    is_deleted: bool = False
    bot_may_write: bool = True
    has_reactions: bool = True
    migrated_to: int | None = None
    _last_message_id: int = 1  # 1 is taken: it tells that the chat was made
    _last_ephemeral_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether it is a chat with one person."""
        return self.type == "private"

    def next_message_id(self) -> int:
        """Number a message; numbers are the chat's own."""
        self._last_message_id += 1
        return self._last_message_id

    def next_ephemeral_id(self) -> int:
        """Number an ephemeral message."""
        self._last_ephemeral_id += 1
        return self._last_ephemeral_id

    def role_of(self, user_id: int) -> Role:
        """Tell a user's role; strangers have left."""
        member = self.members.get(user_id)
        return member.role if member else "left"

    def store(self, message: Message) -> None:
        """Keep a message under its number."""
        if message.receiver is not None and message.ephemeral_id is not None:
            self.ephemerals[message.receiver.user_id, message.ephemeral_id] = message
        else:
            self.messages[message.message_id] = message

    def live_message(self, message_id: int) -> Message | None:
        """Find a message that was not deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.is_deleted else message

    def to_api(self) -> dict[str, Any]:
        """Render as the API's Chat."""
        shown: dict[str, Any] = {"id": self.chat_id, "type": self.type}
        if self.is_private:
            person = self.members[self.chat_id].user
            shown["first_name"] = person.first_name
            if person.last_name is not None:
                shown["last_name"] = person.last_name
            if person.username is not None:
                shown["username"] = person.username
            return shown
        shown["title"] = self.title or ""
        if self.username is not None:
            shown["username"] = self.username
        if self.is_forum:
            shown["is_forum"] = True
        return shown
