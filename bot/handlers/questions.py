"""The Edit button: the bot asks what shall change, and an answer to its question is the order."""

from dataclasses import dataclass
from html import escape

import structlog
from telegram import ForceReply, Message, MessageEntity
from telegram.error import TelegramError

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.handlers.addressing import Identity, is_from, replied_to
from bot.handlers.asks import Ask
from bot.handlers.pages import Pages
from bot.handlers.presses import Press
from bot.handlers.reorders import Reorders
from bot.handlers.replies import Replies
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.followups import edited

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks, and puts questions away that were answered.

    A question is stored as a message that shows the picture, so that an answer months later is an
    answer to that picture, as for any message that shows one.
    """

    desk: Desk
    displays: Displays
    replies: Replies
    pages: Pages
    reorders: Reorders
    me: Identity

    async def press(self, press: Press) -> None:
        """Ask; without a number, and where there are several, ask first which picture is meant."""
        number = press.button.number or 1
        if not press.job.state.shows_pictures:
            await self.replies.toast(press.query, press.language, "button-gone")
            return
        if not press.button.number and press.job.has_several:
            await self.pages.turn(press, Verb.PICK_EDIT)
            return
        try:
            price = await self._price(press, number)
        except Refused as refusal:
            await self.reorders.refuse(press, refusal)
            return
        await self.replies.acknowledge(press.query)
        await self._ask(press, number, price)

    async def answered(self, ask: Ask) -> None:
        """An order was placed: take the question that it answers out of the way.

        Somebody else's question stays, since they may want to answer it too.
        """
        question = await self.question_of(ask)
        if question is not None and _addressee(question) in (None, ask.user_id):
            await self.replies.put_away(question.chat.id, question.message_id)

    async def question_of(self, ask: Ask) -> Message | None:
        """The question that is answered, if it is one."""
        question = replied_to(ask.main)
        if question is None or not is_from(question, self.me):
            return None
        message_id = question.message_id
        shown = await self.displays.job_of_message(question.chat.id, message_id)
        if shown is None or not await self.displays.is_question(shown[0], message_id):
            return None
        return question

    async def _price(self, press: Press, number: int) -> int:
        """What any edit of that picture would cost the presser."""
        order = edited(await self.reorders.order_of(press), press.job, number)
        return self.desk.price(await self.desk.accustomed(order))

    async def _ask(self, press: Press, number: int, price: int) -> None:
        language, person = press.language, press.query.from_user
        several = number if press.job.has_several else 0
        paragraphs = [self.replies.text(language, "ask-edit", number=several)]
        if press.address.is_group:
            # Only a person who is named is asked by the app (Bot API, ForceReply.selective).
            link = f'<a href="tg://user?id={person.id}">{escape(person.first_name)}</a>'
            paragraphs[0] = f"{link}: {paragraphs[0]}"
        if price != 1:
            paragraphs.append(
                self.replies.text(language, "ask-edit-price", price=price)
            )
        hint = self.replies.text(language, "ask-edit-hint")
        force = ForceReply(
            selective=press.address.is_group, input_field_placeholder=hint
        )
        try:
            sent = await self.replies.post(press.address, *paragraphs, keyboard=force)
        except TelegramError as error:
            _log.warning("question.lost", job_id=press.job.job_id, error=repr(error))
            return
        await self.displays.note_question(press.job.job_id, number, sent.message_id)


def _addressee(question: Message) -> int | None:
    """Who is asked, in a group; None where nobody is named."""
    for entity in question.entities:
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            return entity.user.id
    return None
