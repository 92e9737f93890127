"""Callback queries: what was pressed, by whom, and who carries it out."""

from dataclasses import dataclass

import structlog
from telegram import CallbackQuery, MaybeInaccessibleMessage, Message

from bot.domain.buttons import PAGES, Button, Verb, parse_button
from bot.domain.choices import parse_choice
from bot.domain.errors import BotError
from bot.domain.job import Job
from bot.domain.parting import parse_parting
from bot.handlers.access import Access
from bot.handlers.buttons import Buttons
from bot.handlers.excuses import Excuses
from bot.handlers.habits import Habits
from bot.handlers.keyboards import offers
from bot.handlers.own_data import OwnData
from bot.handlers.presses import DoubleTaps, Press
from bot.handlers.refusals import DRAINING, key_of
from bot.handlers.replies import Replies
from bot.handlers.settings import Settings
from bot.services.desk import Desk
from bot.services.ports import ChatStore

SUPERGROUPS = -1_000_000_000_000  # their ids are below, other groups' above
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """Answers every press, whoever pressed whatever."""

    access: Access
    buttons: Buttons
    settings: Settings
    own_data: OwnData
    desk: Desk
    habits: Habits
    replies: Replies
    excuses: Excuses
    taps: DoubleTaps
    chats: ChatStore

    async def answer(self, update_id: int, query: CallbackQuery) -> bool:
        """Answer a press and do what it asks for; False when the next start shall do it."""
        language = self.replies.language
        try:
            person = query.from_user
            chat_id = query.message.chat.id if query.message else person.id
            chat_id = await self._by_now(chat_id)
            language = await self.habits.language(
                person.id, person.language_code, chat_id
            )
            press = None
            if not self.access.allows(person.id, chat_id):
                await self.replies.toast(
                    query, language, "access-denied", user=str(person.id)
                )
            elif choice := parse_choice(query.data or ""):
                await self.settings.press(query, choice, language, chat_id)
            elif parting := parse_parting(query.data or ""):
                await self.own_data.press(query, parting, language)
            else:
                press = await self._decode(update_id, query, language, chat_id)
        except Exception:  # noqa: BLE001 - the last resort, as for messages
            _log.exception("update.failed", update_id=update_id)
            await self.replies.toast(query, language, key_of("internal"))
            press = None
        return press is None or await self._act(press)

    async def _act(self, press: Press) -> bool:
        """Do what the button says; False when the next start shall do it."""
        try:
            await self.buttons.act(press)
        except BotError as error:
            if error.code == DRAINING:
                return False
            await self.excuses.tell(error, press.reader, press.address, press.language)
        except Exception:  # noqa: BLE001 - as above
            where = press.reader, press.address, press.language
            await self.excuses.confess(press.update_id, *where)
            await self.replies.acknowledge(press.query)  # it may have come before that
        return True

    async def _decode(
        self, update_id: int, query: CallbackQuery, language: str, chat_id: int
    ) -> Press | None:
        """The press; None when a toast has said already why there is nothing to do."""
        button = parse_button(query.data or "")
        job = await self.desk.job(button.job_id) if button else None
        home = await self._by_now(job.address.chat_id) if job else 0
        if (
            button is None
            or job is None
            or not _may_press(button, job, query, is_home=chat_id == home)
        ):
            await self.replies.toast(query, language, "button-gone")
            return None
        if button.verb is Verb.EDIT and chat_id != home:
            await self.replies.alert(query, language, "button-edit-by-answer")
            return None
        is_order = button.verb not in PAGES
        if is_order and self.taps.is_second(query.from_user.id, button.data):
            await self.replies.toast(query, language, "button-twice")
            return None
        return Press(
            update_id=update_id,
            query=query,
            button=button,
            job=job,
            chat_id=chat_id,
            language=language,
            is_admin=self.access.is_admin(query.from_user.id),
        )

    async def _by_now(self, chat_id: int) -> int:
        """The chat that counts: old messages of a group that became a supergroup lie in a dead one.

        An order there would find a wallet that nobody has drawn on.
        """
        return await self.chats.successor(chat_id) if chat_id < 0 else chat_id


def _may_press(
    button: Button, job: Job, query: CallbackQuery, *, is_home: bool
) -> bool:
    """Callback data can be forged: a job is shown in its own chat, and to its owner.

    An order of a picture that never was would be taken, to fail later.
    """
    if button.number > (job.wanted or 1):
        return False
    is_theirs = query.from_user.id == job.user_id
    return is_home or is_theirs or _came_along(job, query.message)


def _came_along(job: Job, message: MaybeInaccessibleMessage | None) -> bool:
    """Did the group become a supergroup while the job was under way? Its result lies there then.

    Of those that did so long ago nobody noted it: Telegram itself says whose buttons these are.
    """
    return (
        isinstance(message, Message)
        and message.chat.id < SUPERGROUPS < job.address.chat_id < 0
        and offers(message, job.job_id)
    )
