"""Taking an order: check it, price it, reserve, accept; everything or nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.order import Order
from bot.domain.recipe import PictureRef
from bot.services.pricing import batches_of, priced
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.values import Placed, Status

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that reads like another
ID_LENGTH = 10


def new_id() -> str:
    """A short random id for a job or a status: about 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


@dataclass(frozen=True, slots=True)
class Intake:
    """The one way in."""

    shop: Workshop
    runner: Runner
    make_id: Callable[[], str] = new_id

    async def place(self, order: Order) -> Placed:
        """Accept an order: when this returns, its jobs survive anything.

        Raises:
            Refused: nothing was written but that the update was handled; the code says why.
            AlreadyHandled: the update came before.
        """
        if self.runner.is_draining:
            raise Refused(code="draining")
        order, credits_ = priced(order, self.shop.routes)
        placed = self._written(order, batches_of(order), credits_)
        await self.shop.store.accept(
            order.update_ids, placed, self.shop.rules, is_unlimited=order.is_unlimited
        )
        await self._show(placed)
        self.runner.wake()
        return placed

    def _written(
        self, order: Order, batches: list[tuple[PictureRef, ...]], credits_: int
    ) -> Placed:
        status = Status(status_id=self.make_id(), address=order.address)
        jobs = tuple(
            Job(
                job_id=self.make_id(),
                status_id=status.status_id,
                user_id=order.user_id,
                address=order.address,
                language=order.language,
                recipe=order.recipe,
                sources=sources,
                look=order.look,
                reserved=credits_,
                parent_id=order.parent_id,
                created_at=self.shop.clock.now(),
            )
            for sources in batches
        )
        return Placed(status=status, jobs=jobs)

    async def _show(self, placed: Placed) -> None:
        places: dict[str, int] = {}
        if self.runner.is_full:
            for job in placed.jobs:
                place = await self.shop.store.place(job.job_id)
                if place is not None:
                    places[job.job_id] = place
        self.shop.views.admit(placed, places)
