"""A job in the providers' words: what is asked for, how many pictures, at what price."""

from bot.domain.quota import price
from bot.domain.recipe import Recipe
from providers.base import ImageProvider, Request, SourcePicture


def request_of(recipe: Recipe, sources: tuple[SourcePicture, ...]) -> Request:
    """A recipe in the providers' words."""
    return Request(
        operation=recipe.operation,
        prompt=recipe.instruction,
        negative_prompt=recipe.negative_prompt,
        sources=sources,
        aspect_ratio=recipe.aspect_ratio,
        count=recipe.count,
        model=recipe.model,
        seed=recipe.seed,
        scale=recipe.scale,
        options=recipe.options,
    )


def wanted_of(provider: ImageProvider, request: Request) -> int:
    """Pictures that the user is to get."""
    limits = provider.capabilities.operations[request.operation]
    return request.count or limits.default_count


def price_of(provider: ImageProvider, request: Request, pictures: int) -> int:
    """Credits that so many pictures of a request cost at this provider."""
    return price(
        request.operation,
        scale=request.scale,
        pictures=pictures,
        bundled=provider.capabilities.operations[request.operation].bundled,
    )
