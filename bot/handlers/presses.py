"""A press: a callback query, decoded, with what its handler needs to know."""

from dataclasses import dataclass, field

from telegram import CallbackQuery

from bot.domain.buttons import Button
from bot.domain.job import Address, Job
from bot.handlers.notices import Reader
from providers.clock import Clock

TWICE_WITHIN = 3.0  # seconds: a second press of the same button is a nervous finger


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press of one button; whoever pressed pays."""

    update_id: int
    query: CallbackQuery
    button: Button
    job: Job
    language: str
    is_admin: bool = False

    @property
    def user_id(self) -> int:
        """Who pressed."""
        return self.query.from_user.id

    @property
    def reader(self) -> Reader:
        """Whom an answer that concerns nobody else is for."""
        return Reader(user_id=self.user_id, query_id=self.query.id)

    @property
    def is_owner(self) -> bool:
        """Did the presser order the job?"""
        return self.user_id == self.job.user_id

    @property
    def address(self) -> Address:
        """Answers belong under the message with the button."""
        message = self.query.message
        if message is None:
            return self.job.address
        is_same = message.chat.id == self.job.address.chat_id
        return Address(
            chat_id=message.chat.id,
            thread_id=self.job.address.thread_id if is_same else None,
            reply_to=message.message_id or None,  # 0: an ephemeral message
        )


@dataclass(slots=True)
class DoubleTaps:
    """Remembers presses for a moment, so that a double tap is one order."""

    clock: Clock
    _seen: dict[tuple[int, str], float] = field(default_factory=dict)

    def is_second(self, user_id: int, data: str) -> bool:
        """Did the same person press the same button a moment ago?"""
        now = self.clock.monotonic()
        self._seen = {k: at for k, at in self._seen.items() if now - at < TWICE_WITHIN}
        is_second = (user_id, data) in self._seen
        self._seen.setdefault((user_id, data), now)
        return is_second
