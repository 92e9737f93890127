"""The Edit button: the bot asks what shall change, and an answer to its question is the order."""

from dataclasses import dataclass
from html import escape

import structlog
from telegram import ForceReply, Message, MessageEntity, User
from telegram.error import TelegramError

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Address
from bot.domain.order import Order
from bot.handlers.addressing import Identity, is_from, replied_to
from bot.handlers.asks import Ask
from bot.handlers.pages import Pages
from bot.handlers.presses import Press
from bot.handlers.reorders import Reorders
from bot.handlers.replies import Replies
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.followups import edited
from providers.base import Operation

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: how shall this picture change, for so many credits?"""

    job_id: str
    number: int
    price: int


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

    async def asks_again(self, ask: Ask, order: Order) -> bool:
        """Does any change cost more by now than the question answered says? Then ask anew.

        Services come and go between question and answer. What the answer's own options cost is
        its wish, and ordered.
        """
        question = await self.question_of(ask)
        if question is None or order.recipe.operation is not Operation.EDIT:
            return False
        place = question.chat.id, question.message_id
        job_id, number = await self.displays.job_of_message(*place) or ("", 0)
        job = await self.desk.job(job_id)
        said = await self.displays.price_said(job_id, question.message_id)
        if job is None or said is None:
            return False
        bare = await self.desk.accustomed(edited(order, job, number))
        try:
            usual, price = self.desk.price(bare), self.desk.price(order)
        except Refused:
            return False  # placing the order says why
        if min(usual, price) <= said:
            return False
        words = f"<code>{escape(ask.heard.words, quote=False)}</code>"  # one tap copies
        dearer = self.replies.text(ask.language, "ask-edit-dearer", price=price)
        question_again = Question(job_id=job_id, number=number, price=usual)
        person = ask.main.from_user
        await self._post(
            question_again, ask.address, ask.language, person, dearer, words
        )
        await self.answered(ask)
        return True

    async def _ask(self, press: Press, number: int, price: int) -> None:
        language = press.language
        several = number if press.job.has_several else 0
        paragraphs = [self.replies.text(language, "ask-edit", number=several)]
        if price != 1:
            paragraphs.append(
                self.replies.text(language, "ask-edit-price", price=price)
            )
        question = Question(job_id=press.job.job_id, number=number, price=price)
        person = press.query.from_user
        await self._post(question, press.address, language, person, *paragraphs)

    async def _post(
        self,
        question: Question,
        address: Address,
        language: str,
        person: User | None,
        *paragraphs: str,
    ) -> None:
        first, *others = paragraphs
        if address.is_group and person is not None:
            # Only a person who is named is asked by the app (Bot API, ForceReply.selective).
            link = f'<a href="tg://user?id={person.id}">{escape(person.first_name)}</a>'
            first = f"{link}: {first}"
        hint = self.replies.text(language, "ask-edit-hint")
        force = ForceReply(selective=address.is_group, input_field_placeholder=hint)
        try:
            sent = await self.replies.post(address, first, *others, keyboard=force)
        except TelegramError as error:
            _log.warning("question.lost", job_id=question.job_id, error=repr(error))
            return
        await self.displays.note_question(
            question.job_id, question.number, sent.message_id, price=question.price
        )


def _addressee(question: Message) -> int | None:
    """Who is asked, in a group; None where nobody is named."""
    for entity in question.entities:
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            return entity.user.id
    return None
