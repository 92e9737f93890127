"""Buttons that order: once more, more like it, larger. Whoever presses pays, and knows how much."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.domain.buttons import SCALES, Verb
from bot.domain.errors import Refused
from bot.domain.order import Order
from bot.handlers.asides import Asides
from bot.handlers.habits import Habits
from bot.handlers.pages import Pages
from bot.handlers.presses import Press
from bot.handlers.refusals import DRAINING, told
from bot.handlers.replies import Replies
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.followups import again, enlarged
from providers.base import Operation
from providers.clock import Clock


@dataclass(frozen=True, slots=True)
class Reorders:
    """Each press is one order, written down before it is answered: that takes no call to anybody."""

    desk: Desk
    displays: Displays
    replies: Replies
    asides: Asides
    habits: Habits
    pages: Pages
    clock: Clock

    async def again(self, press: Press) -> None:
        """As it was: newer choices do not change it."""

        async def order() -> Order:
            return replace(await self.order_of(press), recipe=again(press.job))

        await self._place(press, order)

    async def vary(self, press: Press) -> None:
        """More like one picture; without a number, and where each has its own, ask which."""
        if not press.job.state.shows_pictures:
            await self.replies.toast(press.query, press.language, "button-gone")
            return
        if not press.button.number and await self._can_vary_each(press):
            await self.pages.turn(press, Verb.PICK_VARY)
            return
        number = press.button.number or (0 if press.job.has_several else 1)

        async def order() -> Order:
            return self.desk.varied(await self.order_of(press), press.job, number)

        await self._place(press, order)

    async def enlarge(self, press: Press) -> None:
        """One picture, or all of them; as the presser's choices say."""
        if not press.job.state.shows_pictures:
            await self.replies.toast(press.query, press.language, "button-gone")
            return
        number = press.button.number

        async def order() -> Order:
            numbers = [number] if number else await self.displays.numbers_of(press.job)
            scale = SCALES[press.button.verb]
            wish = enlarged(await self.order_of(press), press.job, numbers, scale)
            return await self.desk.accustomed(wish)

        await self._place(press, order)

    async def order_of(self, press: Press) -> Order:
        """The job's order once more, in the name of who presses, under the message pressed."""
        job, address = press.job, press.address
        return Order(
            update_ids=(press.update_id,),
            user_id=press.user_id,
            address=address,
            language=press.language,
            recipe=job.recipe,
            sources=job.sources,
            is_unlimited=press.is_admin,
            look=await self.habits.look(press.user_id, address.chat_id),
            parent_id=job.parent_id,
        )

    async def refuse(self, press: Press, refusal: Refused) -> None:
        """Tell the presser alone why; in the chat only when the press has become too old."""
        key, args = told(refusal, self.clock.now())
        if not await self.replies.alert(press.query, press.language, key, **args):
            await self.asides.say(
                press.reader, press.address, press.language, key, **args
            )

    async def _place(self, press: Press, order: Callable[[], Awaitable[Order]]) -> None:
        try:
            wish = await order()
            if self._is_dearer(press, price := self.desk.price(wish)):
                await self._ask_again(press, price)
                return
            await self.desk.place(wish)
        except Refused as refusal:
            if refusal.code != DRAINING:
                await self.refuse(press, refusal)
                return
            await self.replies.toast(press.query, press.language, "button-working")
            raise  # the next start takes it
        await self.replies.toast(press.query, press.language, "button-working")

    def _is_dearer(self, press: Press, price: int) -> bool:
        """Would more be taken than the button says, or what failed was to cost?"""
        agreed, job = press.button.price, press.job
        if not job.state.shows_pictures:
            agreed = max(agreed, job.reserved)
        return price > agreed

    async def _ask_again(self, press: Press, price: int) -> None:
        """Services come and go over the months: show what it costs now, and take nothing."""
        await self.replies.alert(
            press.query, press.language, "button-dearer", price=price
        )
        await self.pages.put(press, Verb.FRONT)

    async def _can_vary_each(self, press: Press) -> bool:
        if not press.job.has_several:
            return False
        try:
            wish = self.desk.varied(await self.order_of(press), press.job, 1)
        except Refused:
            return False
        return wish.recipe.operation is Operation.EDIT
