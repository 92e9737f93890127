"""What happens on a press. The query is answered first; work that costs comes after."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from html import escape

import structlog

from bot.domain.buttons import PICKS, SHOWS, Verb
from bot.domain.errors import Refused
from bot.handlers.cancelling import cancel_order
from bot.handlers.moderation import Moderators
from bot.handlers.pages import Pages
from bot.handlers.presses import Press
from bot.handlers.questions import Questions
from bot.handlers.removal import Removal
from bot.handlers.reorders import Reorders
from bot.handlers.replies import Replies, clipped
from bot.handlers.steps import Steps
from bot.services.desk import Desk
from bot.services.displays import Displays

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Buttons:
    """The verbs. What goes wrong after the query was answered is raised as Refused.

    Attributes:
        under_way: what is being said right now, by chat or person and data of the button.
    """

    desk: Desk
    displays: Displays
    replies: Replies
    moderators: Moderators
    pages: Pages
    reorders: Reorders
    questions: Questions
    removal: Removal
    steps: Steps
    under_way: set[tuple[int, str]] = field(default_factory=set)

    async def act(self, press: Press) -> None:
        """Do what the button says, or say that it does nothing any more."""
        verbs: Mapping[Verb, Callable[[Press], Awaitable[None]]] = {
            Verb.CANCEL: self._cancel,
            Verb.AGAIN: self.reorders.again,
            Verb.VARY: self.reorders.vary,
            Verb.TWICE: self.reorders.enlarge,
            Verb.FOUR_TIMES: self.reorders.enlarge,
            Verb.EDIT: self.questions.press,
            Verb.PROMPT: self._prompt,
            Verb.SHOW: self._send,
            Verb.ORIGINAL: self._send,
            Verb.DELETE: self.removal.ask,
            Verb.SURE: self.removal.press,
            Verb.FRONT: self.pages.press,
            **dict.fromkeys(PICKS, self.pages.press),
            Verb.UNDO: self.steps.press_undo,
            Verb.COMPARE: self.steps.press_compare,
        }
        verb = verbs.get(press.button.verb)
        if verb is None or press.is_forged:
            await self._toast(press, "button-gone")
            return
        if press.button.verb in SHOWS:
            await self._once(press, verb, press.address.chat_id)
        elif press.button.verb is Verb.EDIT:
            await self._once(press, verb, press.user_id)
        else:
            await verb(press)

    async def _once(
        self, press: Press, verb: Callable[[Press], Awaitable[None]], reader: int
    ) -> None:
        """Say it, unless it is on its way to that chat or person: what is free must not hold results up."""
        shown = reader, press.button.data
        if shown in self.under_way:
            await self._toast(press, "button-sending")
            return
        self.under_way.add(shown)
        try:
            await verb(press)
        finally:
            self.under_way.discard(shown)

    async def _cancel(self, press: Press) -> None:
        if press.job.state.is_final and not await self._runs_on(press):
            await self._toast(press, "failure-job_ended")
            return
        may_moderate = await self._may_moderate(press)
        if not (press.is_owner or may_moderate):
            await self._toast(press, "failure-not_yours")
            return
        try:
            # First: a way to Telegram that is down holds the answer up, and the job goes on.
            await self._call_off(press, may_moderate=may_moderate)
        except Refused as refusal:
            # It ended meanwhile: the status message itself tells how.
            _log.info("cancel.late", job_id=press.job.job_id, code=refusal.code)
        await self._toast(press, "button-cancelling")

    async def _runs_on(self, press: Press) -> bool:
        """Is another job of an album under way, and all of them meant?"""
        if press.button.number:
            return False
        running = await self.desk.running_of(press.job.user_id)
        return any(view.job.status_id == press.job.status_id for view in running)

    async def _call_off(self, press: Press, *, may_moderate: bool) -> None:
        """Number 0 is the whole order: an album's status message has one button for all."""
        if press.button.number:
            await self.desk.cancel(
                press.job.job_id, user_id=press.user_id, may_moderate=may_moderate
            )
            return
        await cancel_order(
            self.desk, press.job, user_id=press.user_id, may_moderate=may_moderate
        )

    async def _send(self, press: Press) -> None:
        if not press.job.state.shows_pictures:
            await self._toast(press, "button-gone")
            return
        await self._toast(press, "button-sending")
        await self.displays.send_again(
            press.job.job_id,
            press.button.number,
            as_files=press.button.verb is Verb.ORIGINAL,
            address=press.address,
            language=press.language,
        )

    async def _prompt(self, press: Press) -> None:
        """The words as a message: more than an app copies from a button."""
        await self.replies.acknowledge(press.query)
        words = escape(clipped(press.job.recipe.prompt), quote=False)
        copied = f"<code>{words}</code>"  # one tap copies it
        await self.replies.send(press.address, copied)

    async def _may_moderate(self, press: Press) -> bool:
        """The owner needs no leave: nobody waits for Telegram then."""
        if press.is_owner:
            return False
        return await self.moderators.include(press.user_id, press.address.chat_id)

    async def _toast(self, press: Press, key: str) -> None:
        await self.replies.toast(press.query, press.language, key)
