"""`/privacy` and `/forgetme`: what is kept of a person, and its end."""

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.errors import Refused
from bot.domain.parting import Parting
from bot.handlers.asks import Ask
from bot.handlers.inbox import KEEP_UPDATES
from bot.handlers.presses import data_under
from bot.handlers.refusals import key_of
from bot.handlers.replies import Replies
from bot.services.desk import Desk
from bot.services.spool import KEEP

PRIVACY = ("orders", "pictures", "results", "rest", "updates", "services", "end")


@dataclass(frozen=True, slots=True)
class OwnData:
    """Answers about a person's data, for that person alone."""

    desk: Desk
    replies: Replies

    async def privacy(self, ask: Ask) -> None:
        """Say what is stored and for how long."""
        days = {"days": KEEP.days, "update_days": KEEP_UPDATES.days}
        title = self.replies.text(ask.language, "privacy-title")
        facts = [
            self.replies.text(ask.language, f"privacy-{each}", **days)
            for each in PRIVACY
        ]
        await self.replies.send(ask.address, title, *facts)

    async def forget(self, ask: Ask) -> None:
        """Ask whether it is meant: nothing brings the data back."""
        if ask.user_id < 0:
            await self.replies.say(ask.address, ask.language, "forget-nobody")
            return
        await self.replies.send(
            ask.address,
            self.replies.text(ask.language, "forget-sure"),
            keyboard=self._keyboard(ask.user_id, ask.language),
        )

    async def press(
        self, query: CallbackQuery, parting: Parting, language: str
    ) -> None:
        """Erase or leave; only who was asked may answer."""
        message = query.message
        offered = data_under(query)
        is_forged = offered is not None and parting.data not in offered
        if message is None or is_forged or query.from_user.id != parting.user_id:
            await self.replies.toast(query, language, "button-not-yours")
            return
        here = message.chat.id, message.message_id
        if not parting.is_meant:
            await self.replies.acknowledge(query)
            await self.replies.put_away(*here)
            return
        await self.replies.toast(query, language, "button-forgetting")
        under_way = self.replies.text(language, "forget-under-way")
        await self.replies.redraw(*here, under_way)
        try:
            await self.desk.forget(parting.user_id)
        except Refused as refusal:
            reason = self.replies.text(language, key_of(refusal.code))
            again = self._keyboard(parting.user_id, language)
            await self.replies.redraw(*here, reason, keyboard=again)
            return
        await self.replies.redraw(*here, self.replies.text(language, "forget-done"))

    def _keyboard(self, user_id: int, language: str) -> InlineKeyboardMarkup:
        keys = [
            InlineKeyboardButton(
                self.replies.text(language, f"forget-{word}"),
                callback_data=Parting(user_id=user_id, is_meant=is_meant).data,
            )
            for word, is_meant in (("yes", True), ("no", False))
        ]
        return InlineKeyboardMarkup([keys])
