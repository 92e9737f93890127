"""Another page of the buttons under a message, turned in place."""

from dataclasses import dataclass

import structlog
from telegram import InlineKeyboardMarkup

from bot.delivery.calls import Calls
from bot.delivery.keyboards import Keyboards
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryError, MessageGone
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.values import Keyring

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Turn:
    """A page that waits for its turn; a newer one takes its place."""

    ring: Keyring


class Pages:
    """Turns pages for whoever pressed; one that cannot be turned stays as it is.

    Presses that wait for their turn under one message are one call, which shows the newest page:
    who leafs back and forth without end must not fill a group's line.
    """

    def __init__(self, calls: Calls, texts: Texts) -> None:
        self._calls = calls
        self._texts = texts
        self._waiting: dict[tuple[int, int], _Turn] = {}

    async def turn(self, address: Address, message_id: int, ring: Keyring) -> None:
        """Put the buttons of a page under a message, in the language of its job."""
        key = address.chat_id, message_id
        if waiting := self._waiting.get(key):
            waiting.ring = ring
            return
        turn = self._waiting[key] = _Turn(ring)

        async def edit(here: Address, slot: Slot) -> None:
            self._begin(key, turn)
            if here.chat_id != address.chat_id:
                raise MessageGone(f"left behind in {address.chat_id}")
            markup = self._markup(turn.ring)
            await self._calls.telegram_bot.edit_message_reply_markup(
                here.chat_id, message_id, reply_markup=markup, rate_limit_args=slot
            )

        try:
            await self._calls.make(address, Priority.ANSWER, edit)
        except DeliveryError as error:
            log.info("page.not_turned", job_id=ring.job.job_id, why=error.code)
        finally:
            self._begin(key, turn)

    def _begin(self, key: tuple[int, int], turn: _Turn) -> None:
        """It waits no more: who presses from now on has another turn."""
        if self._waiting.get(key) is turn:
            del self._waiting[key]

    def _markup(self, ring: Keyring) -> InlineKeyboardMarkup | None:
        keyboards = Keyboards(self._texts, ring.job.language, ring.menu)
        return keyboards.page(ring)
