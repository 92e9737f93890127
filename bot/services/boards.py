"""What is kept of the groups' boards from one start to the next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNote:
    """The one message in which a group, or a topic of it, reads about all its orders.

    Attributes:
        thread_id: topic of a forum; None for the General topic and everywhere else.
        language: that of its lines.
    """

    chat_id: int
    thread_id: int | None
    message_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionNote:
    """A reaction of ours on a user's message, to be taken away when the order has ended.

    Attributes:
        has_ended: the order is over, or erased.
    """

    status_id: str
    chat_id: int
    message_id: int
    has_ended: bool = False
