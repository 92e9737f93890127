"""What crosses the ports of a picture's family."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.job import Job
from bot.domain.menu import Menu
from bot.domain.recipe import PictureRef
from bot.services.values import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One job of a picture's family tree: what it was made from, and in which chat."""

    job_id: str
    chat_id: int
    parent_id: str | None = None
    sources: tuple[PictureRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of a family, to be shown: 1 is the first result.

    Attributes:
        menu: what can be done with it.
    """

    step: int
    job: Job
    picture: Picture
    menu: Menu = field(default_factory=Menu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Before and after as one file; whoever answers it speaks of what came after.

    Attributes:
        before: its step; 0 is the original.
    """

    path: Path
    before: int
    after: Shown
