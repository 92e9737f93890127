"""Orders that a button under a result places, in the name of whoever presses it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.order import Order
from bot.domain.recipe import PictureRef, Recipe, result_of
from bot.services.pricing import priced
from bot.services.routing import Routes
from bot.services.standing import accustomed
from bot.services.values import Picture, Preferences
from providers.base import Operation

# Every service that edits takes these words, the built-in engine included.
ANY_EDIT = "black and white"


def again(job: Job) -> Recipe:
    """The recipe once more: with a new seed where the old one has made its pictures already."""
    return replace(job.recipe, seed=None) if job.state.shows_pictures else job.recipe


def enlarged(order: Order, job: Job, numbers: Sequence[int], scale: int) -> Order:
    """The order, of these pictures of the job so many times as large, each a job of its own."""
    return replace(
        order,
        recipe=Recipe(operation=Operation.UPSCALE, scale=scale),
        sources=tuple(result_of(job.job_id, number) for number in numbers),
        one_job_each=len(numbers) > 1,
        parent_id=job.job_id,
    )


def edited(order: Order, job: Job, number: int, words: str = ANY_EDIT) -> Order:
    """The order, of that picture changed."""
    return replace(
        order,
        recipe=Recipe(operation=Operation.EDIT, prompt=words),
        sources=(result_of(job.job_id, number),),
        one_job_each=False,
        parent_id=job.job_id,
    )


def varied(order: Order, job: Job, number: int, routes: Routes) -> Order:
    """The order, of more like that picture; where nobody can, of the same words with a new seed.

    Raises:
        Refused: neither can be had; the code says why.
    """
    if not job.recipe.prompt:
        raise Refused(code="operation_unsupported")
    if number:
        like = _like(order, job, number, routes)
        try:
            priced(like, routes)
        except Refused:
            if job.recipe.operation is not Operation.GENERATE:
                raise
        else:
            return like
    if job.recipe.operation is not Operation.GENERATE:
        raise Refused(code="operation_unsupported")
    return replace(order, recipe=replace(job.recipe, seed=None), sources=job.sources)


def _like(order: Order, job: Job, number: int, routes: Routes) -> Order:
    """What the first order asked for holds as far as it can be had for an edit."""
    first = job.recipe
    recipe = Recipe(operation=Operation.EDIT, prompt=first.prompt, is_variation=True)
    wish = replace(
        order,
        recipe=recipe,
        sources=(result_of(job.job_id, number),),
        one_job_each=False,
        parent_id=job.job_id,
    )
    asked = Preferences(
        provider=first.provider,
        model=first.model,
        aspect_ratio=first.aspect_ratio,
        count=first.count,
    )
    return accustomed(wish, (asked,), routes)


def measured(order: Order, pictures: Sequence[Picture]) -> Order:
    """The order with the sizes of those of its sources that are among these results."""
    sizes = {result_of(each.job_id, each.number).file_id: each for each in pictures}

    def sized(ref: PictureRef) -> PictureRef:
        picture = sizes.get(ref.file_id)
        if picture is None:
            return ref
        return replace(ref, width=picture.width, height=picture.height)

    return replace(order, sources=tuple(sized(ref) for ref in order.sources))
