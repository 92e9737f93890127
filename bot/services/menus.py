"""What the buttons under a result can do now: each order is priced as it would be placed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.buttons import SCALES, Verb
from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.menu import Menu
from bot.domain.order import Order
from bot.services.followups import again, edited, enlarged, measured, varied
from bot.services.pricing import total_price
from bot.services.routing import Routes
from bot.services.values import Picture
from providers.base import Operation


def menu_of(job: Job, pictures: Sequence[Picture], routes: Routes) -> Menu:
    """What can be done with a job's pictures.

    Standing choices are left out of it: what stands on a button holds for everybody who presses.
    """
    order, number = _order(job), pictures[0].number if pictures else 1
    wishes: Mapping[Verb, Callable[[], Order]] = {
        Verb.AGAIN: lambda: replace(order, recipe=again(job)),
        Verb.VARY: lambda: varied(order, job, number, routes),
        Verb.EDIT: lambda: edited(order, job, number),
        **{
            verb: partial(enlarged, order, job, (number,), scale)
            for verb, scale in SCALES.items()
        },
    }
    prices, varies_pictures = {}, False
    for verb, wish in wishes.items():
        try:
            wanted = measured(wish(), pictures)
            prices[verb] = total_price(wanted, routes)
        except Refused:
            continue  # nobody does it now
        if verb is Verb.VARY:
            varies_pictures = wanted.recipe.operation is Operation.EDIT
    return Menu(prices=prices, varies_pictures=varies_pictures)


def _order(job: Job) -> Order:
    """The job's own order once more."""
    return Order(
        update_ids=(),
        user_id=job.user_id,
        address=job.address,
        language=job.language,
        recipe=job.recipe,
        sources=job.sources,
        parent_id=job.parent_id,
    )
