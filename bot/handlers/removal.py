"""The Delete button: two taps of who ordered, or of an admin, and the result is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.buttons import Verb
from bot.handlers.insisting import FOR_A_PRESS, Insistence
from bot.handlers.moderation import Moderators
from bot.handlers.pages import Pages
from bot.handlers.presses import Press
from bot.handlers.replies import Replies
from bot.services.displays import Displays
from providers.clock import Clock

MOST_AT_ONCE = 100  # Bot API, deleteMessages
# Bots delete nothing older in private (Bot API, deleteMessage).
YOUTH = timedelta(hours=48)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Removal:
    """Deletes messages, not jobs: what was ordered stays in the books until /forgetme."""

    displays: Displays
    replies: Replies
    moderators: Moderators
    pages: Pages
    telegram_bot: Bot
    clock: Clock
    insistence: Insistence

    async def ask(self, press: Press) -> None:
        """The first tap: show a page with the question, so that a slip deletes nothing."""
        if await self._may(press):
            await self.pages.turn(press, Verb.DELETE)

    async def press(self, press: Press) -> None:
        """The second tap: a copy goes alone, an order's own message with all that came of it."""
        message = press.query.message
        if message is None or not await self._may(press):
            return
        if not press.address.is_group and self._is_old(press):
            await self.replies.alert(press.query, press.language, "button-too-old")
            return
        await self.replies.toast(press.query, press.language, "button-deleted")
        ids: Sequence[int] = (message.message_id,)
        if message.chat.id == press.job.address.chat_id:
            ids = await self.displays.messages_of(press.job, message.message_id)
        if not await self._delete(message.chat.id, ids):
            await self.replies.say(press.address, press.language, "delete-refused")

    async def _may(self, press: Press) -> bool:
        """Only who ordered it, and admins; others are told."""
        if not await self.pages.belong(press):
            await self.replies.toast(press.query, press.language, "button-gone")
            return False
        chat_id = press.address.chat_id
        if press.is_owner or await self.moderators.include(press.user_id, chat_id):
            return True
        await self.replies.alert(press.query, press.language, "failure-not_yours")
        return False

    def _is_old(self, press: Press) -> bool:
        """Is it past the age to be deleted? What Telegram does not show any more has no date."""
        message = press.query.message
        return message is None or self.clock.now() - message.date > YOUTH

    async def _delete(self, chat_id: int, ids: Sequence[int]) -> bool:
        """The message pressed comes first: where not all may go, that one may."""
        try:
            for start in range(0, len(ids), MOST_AT_ONCE):
                part = ids[start : start + MOST_AT_ONCE]
                delete = partial(self.telegram_bot.delete_messages, chat_id, part)
                await self.insistence.on(delete, FOR_A_PRESS)
        except TelegramError as error:
            _log.info("delete.refused", chat_id=chat_id, error=repr(error))
        else:
            return True
        try:
            return await self.telegram_bot.delete_message(chat_id, ids[0])
        except TelegramError as error:
            _log.info("delete.refused", chat_id=chat_id, error=repr(error))
            return False
