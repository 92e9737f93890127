"""Another page of the buttons under a message, turned in place."""

import structlog

from bot.delivery.calls import Calls
from bot.delivery.keyboards import Keyboards
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryError, MessageGone
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.values import Keyring

log = structlog.get_logger(__name__)


class Pages:
    """Turns pages for whoever pressed; one that cannot be turned stays as it is."""

    def __init__(self, calls: Calls, texts: Texts) -> None:
        self._calls = calls
        self._texts = texts

    async def turn(self, address: Address, message_id: int, ring: Keyring) -> None:
        """Put the buttons of a page under a message, in the language of its job."""
        keyboards = Keyboards(self._texts, ring.job.language, ring.menu)
        markup = keyboards.page(ring)

        async def edit(here: Address, slot: Slot) -> None:
            if here.chat_id != address.chat_id:
                raise MessageGone(f"left behind in {address.chat_id}")
            await self._calls.telegram_bot.edit_message_reply_markup(
                here.chat_id, message_id, reply_markup=markup, rate_limit_args=slot
            )

        try:
            await self._calls.make(address, Priority.ANSWER, edit)
        except DeliveryError as error:
            log.info("page.not_turned", job_id=ring.job.job_id, why=error.code)
