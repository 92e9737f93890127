"""What one order of a service costs with the choices of the settings, as their buttons say it."""

from dataclasses import replace

from bot.domain.recipe import PictureRef, Recipe
from bot.services.followups import ANY_EDIT
from bot.services.pricing import stand_in
from bot.services.requests import price_of, request_of, wanted_of
from providers.base import ImageProvider, Operation, Request
from providers.errors import UnsupportedRequest

SOME_PICTURE = stand_in(PictureRef(file_id="", file_unique_id="", kind="photo"))


def tariff(
    provider: ImageProvider,
    operation: Operation,
    *,
    model: str | None,
    count: int | None,
) -> int:
    """Credits of one order.

    Args:
        provider: who makes it.
        operation: what it is asked for.
        model: None is the provider's own.
        count: given up where the model takes no such number, as a standing choice is.
    """
    recipe = Recipe(operation=operation, prompt=ANY_EDIT, model=model, count=count)
    sources = () if operation is Operation.GENERATE else (SOME_PICTURE,)
    request = request_of(recipe, sources)
    if not _takes(provider, request):
        request = replace(request, count=None)
    return price_of(provider, request, wanted_of(provider, request))


def _takes(provider: ImageProvider, request: Request) -> bool:
    try:
        provider.check(request)
    except UnsupportedRequest:
        return False
    return True
