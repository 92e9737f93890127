"""Standing choices in an order: they fill what it leaves open, and never make it fail."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.order import Order
from bot.services.pricing import first_request
from bot.services.routing import Routes
from bot.services.values import Preferences

WHO = ("provider", "model")  # decide who is asked
WHAT = ("aspect_ratio", "count")  # hold only where whoever is asked takes them


def accustomed(order: Order, chosen: Sequence[Preferences], routes: Routes) -> Order:
    """The order with what holds by choice wherever it says nothing itself.

    Args:
        order: as its words say.
        chosen: whose choices hold, the strongest first.
        routes: who takes what, and who is well.
    """
    for name in (*WHO, *WHAT):
        if getattr(order.recipe, name) is None:
            order = _with_first(order, name, chosen, routes)
    return order


def _with_first(
    order: Order, name: str, chosen: Sequence[Preferences], routes: Routes
) -> Order:
    """The order with the first value of a field that can be had now; unchanged if none can."""
    values = (getattr(choices, name) for choices in chosen)
    for value in dict.fromkeys(value for value in values if value is not None):
        habits = (*order.recipe.habits, name)
        recipe = replace(order.recipe, habits=habits, **{name: value})
        richer = replace(order, recipe=recipe)
        maker = _maker(richer, routes)
        if maker is not None and (name in WHO or maker == _maker(order, routes)):
            return richer
    return order


def _maker(order: Order, routes: Routes) -> str | None:
    """Who would be asked; None when nobody who is well takes it."""
    try:
        name = routes.choose(first_request(order), insist=order.recipe.provider).name
    except Refused:
        return None
    return None if routes.health.is_open(name) else name
