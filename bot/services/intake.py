"""Taking an order: check it, price it, reserve, accept; everything or nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.order import Order
from bot.domain.recipe import PictureRef
from bot.services.ordering import price_of, request_of, wanted_of
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.values import Placed, Status
from providers.base import ImageProvider, Request, SourcePicture

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that reads like another
ID_LENGTH = 10
USUAL_SCALE = 2
UNKNOWN_SIDE = 512  # pixels; what an unopened file is taken for until it is looked at


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
        batches = _batches(order)
        request = first_request(order)
        provider = self.shop.routes.choose(request, insist=order.recipe.provider)
        request = _with_scale(provider, request)
        order = replace(order, recipe=replace(order.recipe, scale=request.scale))
        credits_ = price_of(provider, request, wanted_of(provider, request))
        placed = self._written(order, batches, credits_)
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
        self.shop.board.admit(placed, places)


def first_request(order: Order) -> Request:
    """What the order's first job will ask for, before anybody has opened its pictures."""
    return request_of(order.recipe, tuple(_stand_in(ref) for ref in _batches(order)[0]))


def _batches(order: Order) -> list[tuple[PictureRef, ...]]:
    """The pictures of each job."""
    if order.one_job_each:
        return [(ref,) for ref in order.sources]
    return [order.sources]


def _stand_in(ref: PictureRef) -> SourcePicture:
    """A picture that nobody has opened yet."""
    media_type = ref.media_type or "image/jpeg"
    return SourcePicture(
        path=Path(ref.file_id),
        media_type=media_type,
        width=ref.width or UNKNOWN_SIDE,
        height=ref.height or UNKNOWN_SIDE,
        size=ref.size or 0,
        was_jpeg=media_type == "image/jpeg",
    )


def _with_scale(provider: ImageProvider, request: Request) -> Request:
    """Twice as large is what a photo alone asks for, where there is a choice.

    Where there is none, the factor is written down all the same: another provider, which takes
    over, must not choose its own.
    """
    limits = provider.capabilities.operations[request.operation]
    own_scale = () if limits.own_scale is None else (limits.own_scale,)
    offered = limits.scales or own_scale
    if request.scale is not None or not offered:
        return request
    usual = USUAL_SCALE if USUAL_SCALE in offered else min(offered)
    return replace(request, scale=usual)
