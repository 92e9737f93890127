"""What an order costs, and who would carry it out, before anything is written."""

from dataclasses import replace
from pathlib import Path

from bot.domain.errors import Refused
from bot.domain.order import Order
from bot.domain.recipe import PictureRef
from bot.services.requests import price_of, request_of, wanted_of
from bot.services.routing import Routes
from providers.base import ImageProvider, Request, SourcePicture

USUAL_SCALE = 2
UNKNOWN_SIDE = 512  # pixels; what an unopened file is taken for until it is looked at


def priced(order: Order, routes: Routes) -> tuple[Order, int]:
    """The order as it will be carried out, and the credits of each of its jobs.

    Standing choices that stand in its way are given up: an order that is placed once more carries
    those of months ago.

    Raises:
        Refused: nobody can do it; the code says why.
    """
    request = first_request(order)
    try:
        provider = routes.choose(request, insist=order.recipe.provider)
    except Refused:
        if not order.recipe.habits:
            raise
        return priced(replace(order, recipe=order.recipe.loosened), routes)
    request = _with_scale(provider, request)
    order = replace(order, recipe=replace(order.recipe, scale=request.scale))
    return order, price_of(provider, request, wanted_of(provider, request))


def total_price(order: Order, routes: Routes) -> int:
    """Credits of all jobs of an order.

    Raises:
        Refused: as for `priced`.
    """
    _, credits_ = priced(order, routes)
    return credits_ * len(batches_of(order))


def first_request(order: Order) -> Request:
    """What the order's first job will ask for, before anybody has opened its pictures."""
    return request_of(
        order.recipe, tuple(stand_in(ref) for ref in batches_of(order)[0])
    )


def batches_of(order: Order) -> list[tuple[PictureRef, ...]]:
    """The pictures of each job."""
    if order.one_job_each:
        return [(ref,) for ref in order.sources]
    return [order.sources]


def stand_in(ref: PictureRef) -> SourcePicture:
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
