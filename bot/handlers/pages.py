"""Turning the pages of the buttons under a message; that is free, and for everybody in the chat."""

from dataclasses import dataclass

from telegram import Message

from bot.domain.buttons import Verb
from bot.domain.job import Address
from bot.domain.look import Gathering
from bot.handlers.keyboards import offers
from bot.handlers.presses import Press
from bot.handlers.replies import Replies
from bot.services.displays import Displays


@dataclass(frozen=True, slots=True)
class Pages:
    """What a page shows follows from the message under which it stands."""

    displays: Displays
    replies: Replies

    async def press(self, press: Press) -> None:
        """Show the page that the button names."""
        await self.turn(press, press.button.verb)

    async def turn(self, press: Press, page: Verb) -> None:
        """Answer, then turn; the answer has no words, for what happens is seen at once."""
        if not press.job.state.shows_pictures or not await self.belong(press):
            await self.replies.toast(press.query, press.language, "button-gone")
            return
        await self.replies.acknowledge(press.query)
        await self._put(press, page)

    async def put(self, press: Press, page: Verb) -> None:
        """Turn to a page, the press being answered already."""
        if await self.belong(press):
            await self._put(press, page)

    async def belong(self, press: Press) -> bool:
        """Does the message under which was pressed belong to the job?

        Callback data can be forged: a press that names one's own job must not touch the message of
        somebody else's. Of old messages Telegram shows no buttons, but the store knows them.
        """
        message, job = press.query.message, press.job
        if isinstance(message, Message) and message.is_accessible:
            return offers(message, job.job_id)
        if message is None:
            return False
        return await self.displays.is_shown_by(job, message.chat.id, message.message_id)

    async def _put(self, press: Press, page: Verb) -> None:
        message = press.query.message
        if message is None:
            return
        await self.displays.turn_page(
            press.job,
            page,
            address=Address(chat_id=message.chat.id),
            message_id=message.message_id,
            has_sheet=_has_sheet(press),
        )


def _has_sheet(press: Press) -> bool:
    """Does the message show the pictures, or only speak of them? Of old ones nobody tells."""
    message = press.query.message
    if isinstance(message, Message) and message.is_accessible:
        return bool(message.photo or message.document)
    return press.job.look.gathering is Gathering.GRID
