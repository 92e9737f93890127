"""A press: a callback query, decoded, with what its handler needs to know."""

from dataclasses import dataclass, field

from telegram import CallbackQuery, Message

from bot.domain.buttons import Button, Verb, parse_button
from bot.domain.job import Address, Job
from bot.handlers.asides import Reader
from providers.clock import Clock

TWICE_WITHIN = 3.0  # seconds: a second press of the same button is a nervous finger


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press of one button; whoever pressed pays.

    Attributes:
        chat_id: where it counts: the message's chat, or the supergroup which that has become.
    """

    update_id: int
    query: CallbackQuery
    button: Button
    job: Job
    chat_id: int
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
    def is_forged(self) -> bool:
        """Is it under a message whose buttons are all about something else?

        An app may send whatever data it likes (Bot API, CallbackQuery.data): what is done to the
        message pressed is for who may do it to the job that it shows. By the job, not by the
        button: a page may have turned under the finger. A cancel does nothing to the message, and
        an album's button names another job of the order by now.
        """
        if self.button.verb is Verb.CANCEL:
            return False
        found = data_under(self.query)
        buttons = [parse_button(data) for data in found or ()]
        return found is not None and self.job.job_id not in {
            button.job_id for button in buttons if button is not None
        }

    @property
    def address(self) -> Address:
        """Answers belong under the message with the button; in a dead chat nobody reads them."""
        message = self.query.message
        if message is None:
            return self.job.address
        if message.chat.id != self.chat_id:
            return Address(chat_id=self.chat_id)
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


def data_under(query: CallbackQuery) -> frozenset[str] | None:
    """The data of the buttons under the message pressed; None when nobody tells."""
    message = query.message
    markup = message.reply_markup if isinstance(message, Message) else None
    if markup is None:
        return None
    keys = [key for row in markup.inline_keyboard for key in row]
    return frozenset(
        key.callback_data for key in keys if isinstance(key.callback_data, str)
    )
