"""Whom the bot serves."""

from dataclasses import dataclass, field

REMEMBERED = 10_000  # strangers; more and the oldest are told once more


@dataclass(slots=True, kw_only=True)
class Access:
    """The operator's access list.

    Attributes:
        is_open: everybody is served; otherwise only `allowed_ids` and admins.
        allowed_ids: ids of users and chats.
        admin_ids: ids of the bot's admins, who have no quota either.
    """

    is_open: bool = True
    allowed_ids: frozenset[int] = frozenset()
    admin_ids: frozenset[int] = frozenset()
    _told: dict[int, None] = field(default_factory=dict)

    def allows(self, user_id: int, chat_id: int) -> bool:
        """Is this person served in this chat?"""
        return (
            self.is_open
            or self.is_admin(user_id)
            or not self.allowed_ids.isdisjoint((user_id, chat_id))
        )

    def is_admin(self, user_id: int) -> bool:
        """Is this an admin of the bot?"""
        return user_id in self.admin_ids

    def must_be_told(self, user_id: int) -> bool:
        """Is it the first time that this stranger is refused? Once is polite, twice is noise."""
        if user_id in self._told:
            return False
        self._told[user_id] = None
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        return True
