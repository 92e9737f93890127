"""Who may cancel or delete what others ordered."""

from dataclasses import dataclass
from functools import partial

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.handlers.access import Access
from bot.handlers.insisting import FOR_A_PRESS, Insistence

PATIENCE = 4.0  # seconds: a press waits for this answer, and a query dies after ten
ADMINS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Moderators:
    """The bot's admins everywhere, a group's admins in their group."""

    telegram_bot: Bot
    access: Access
    insistence: Insistence

    async def include(self, user_id: int, chat_id: int) -> bool:
        """May this person moderate in this chat? An anonymous admin speaks as the group itself."""
        if self.access.is_admin(user_id):
            return True
        if chat_id > 0:  # a private chat has one person's id and no moderators
            return False
        return user_id == chat_id or await self._is_chat_admin(user_id, chat_id)

    async def _is_chat_admin(self, user_id: int, chat_id: int) -> bool:
        ask = partial(
            self.telegram_bot.get_chat_member,
            chat_id,
            user_id,
            read_timeout=PATIENCE,
            connect_timeout=PATIENCE,
        )
        try:
            member = await self.insistence.on(ask, FOR_A_PRESS)
        except TelegramError as error:
            _log.info("moderator.unknown", chat_id=chat_id, error=repr(error))
            return False
        return member.status in ADMINS
