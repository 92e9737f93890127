"""An order: what a handler understood of an update, before anything was checked."""

from dataclasses import dataclass, field

from bot.domain.job import Address
from bot.domain.look import Look
from bot.domain.recipe import PictureRef, Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A bot command for `intake`.

    Attributes:
        update_ids: of the updates that brought it (an album has several); taken once.
        sources: pictures of the order; several are references of one job...
        one_job_each: ...or a job of its own each, under one status message (album of upscales).
        is_unlimited: an admin of the bot: no quota.
        parent_id: the job whose result is worked on, for the family tree.
    """

    update_ids: tuple[int, ...]
    user_id: int
    address: Address
    language: str
    recipe: Recipe
    sources: tuple[PictureRef, ...] = ()
    one_job_each: bool = False
    is_unlimited: bool = False
    look: Look = field(default_factory=Look)
    parent_id: str | None = None
