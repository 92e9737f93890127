"""What happens on a press. The query is answered first; work that costs comes after."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Job, JobState
from bot.domain.order import Order
from bot.domain.recipe import PictureRef, Recipe, result_of
from bot.handlers.cancelling import cancel_order
from bot.handlers.desk import FrontDesk
from bot.handlers.habits import Habits
from bot.handlers.moderation import Moderators
from bot.handlers.presses import Press
from bot.handlers.replies import Replies
from bot.handlers.steps import Steps
from providers.base import Operation

SCALES = {Verb.TWICE: 2, Verb.FOUR_TIMES: 4}
_log = structlog.get_logger(__name__)
# A person can press as soon as the message turns; the job's last transaction comes after.
SHOWN = frozenset({JobState.DELIVERING, JobState.SUCCEEDED})


@dataclass(frozen=True, slots=True)
class Buttons:
    """The verbs. What goes wrong after the query was answered is raised as Refused."""

    desk: FrontDesk
    replies: Replies
    habits: Habits
    moderators: Moderators
    telegram_bot: Bot
    steps: Steps

    async def act(self, press: Press) -> None:
        """Do what the button says, or say that it does nothing any more."""
        verbs: Mapping[Verb, Callable[[Press], Awaitable[None]]] = {
            Verb.CANCEL: self._cancel,
            Verb.AGAIN: self._again,
            Verb.TWICE: self._enlarge,
            Verb.FOUR_TIMES: self._enlarge,
            Verb.SHOW: self._send,
            Verb.ORIGINAL: self._send,
            Verb.DELETE: self._delete,
            Verb.UNDO: self.steps.press_undo,
            Verb.COMPARE: self.steps.press_compare,
        }
        verb = verbs.get(press.button.verb)
        if verb is None:
            await self._toast(press, "button-gone")
            return
        await verb(press)

    async def _cancel(self, press: Press) -> None:
        if press.job.state.is_final and not await self._runs_on(press):
            await self._toast(press, "failure-job_ended")
            return
        may_moderate = await self._may_moderate(press)
        if not (press.is_owner or may_moderate):
            await self._toast(press, "failure-not_yours")
            return
        await self._toast(press, "button-cancelling")
        try:
            await self._call_off(press, may_moderate=may_moderate)
        except Refused as refusal:
            # It ended meanwhile: the status message itself tells how.
            _log.info("cancel.late", job_id=press.job.job_id, code=refusal.code)

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

    async def _again(self, press: Press) -> None:
        recipe = press.job.recipe
        if press.job.state in SHOWN:
            recipe = replace(recipe, seed=None)  # the same seed is the same picture
        await self._toast(press, "button-working")
        order = await self._order(press, recipe, press.job.sources, press.job.parent_id)
        await self.desk.place(order)  # as it was: newer choices do not change it

    async def _enlarge(self, press: Press) -> None:
        if press.job.state not in SHOWN:
            await self._toast(press, "button-gone")
            return
        recipe = Recipe(operation=Operation.UPSCALE, scale=SCALES[press.button.verb])
        await self._toast(press, "button-working")
        order = await self._order(press, recipe, _pictures(press), press.job.job_id)
        await self.desk.place(await self.desk.accustomed(order))

    async def _send(self, press: Press) -> None:
        if press.job.state not in SHOWN:
            await self._toast(press, "button-gone")
            return
        await self._toast(press, "button-sending")
        await self.desk.send_again(
            press.job.job_id,
            press.button.number,
            as_files=press.button.verb is Verb.ORIGINAL,
            address=press.address,
            language=press.language,
        )

    async def _delete(self, press: Press) -> None:
        message = press.query.message
        if message is None or not press.job.state.is_final:
            await self._toast(press, "button-gone")
            return
        if not (press.is_owner or await self._may_moderate(press)):
            await self._toast(press, "failure-not_yours")
            return
        await self._toast(press, "button-deleted")
        try:
            await self.telegram_bot.delete_message(message.chat.id, message.message_id)
        except TelegramError as error:
            _log.info("delete.refused", job_id=press.job.job_id, error=repr(error))

    async def _order(
        self,
        press: Press,
        recipe: Recipe,
        sources: tuple[PictureRef, ...],
        parent_id: str | None,
    ) -> Order:
        address = press.address
        return Order(
            update_ids=(press.update_id,),
            user_id=press.user_id,
            address=address,
            language=press.language,
            recipe=recipe,
            sources=sources,
            one_job_each=recipe.operation is Operation.UPSCALE and len(sources) > 1,
            is_unlimited=press.is_admin,
            look=await self.habits.look(press.user_id, address.chat_id),
            parent_id=parent_id,
        )

    async def _may_moderate(self, press: Press) -> bool:
        """The owner needs no leave: nobody waits for Telegram then."""
        if press.is_owner:
            return False
        return await self.moderators.include(press.user_id, press.address.chat_id)

    async def _toast(self, press: Press, key: str) -> None:
        await self.replies.toast(press.query, press.language, key)


def _pictures(press: Press) -> tuple[PictureRef, ...]:
    """The picture that the button names; number 0 is all of them."""
    job: Job = press.job
    number = press.button.number
    numbers = (number,) if number else range(1, (job.wanted or 1) + 1)
    return tuple(result_of(job.job_id, one) for one in numbers)
