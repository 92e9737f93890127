"""The steps that led to a picture, counted. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.domain.errors import Refused
from bot.domain.recipe import RESULT, PictureRef, parts_of, result_of
from bot.services.families import Kin

MOST_STEPS = 1000  # looked at; nobody gets there by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One picture on the way.

    Attributes:
        number: 1 is the first result, 0 what the user had sent.
        pictures: one; of number 0 as many as the user had sent together.
    """

    number: int
    pictures: tuple[PictureRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """All steps up to a picture, oldest first; at least that picture itself.

    Attributes:
        is_torn: there were steps before, which are kept no more.
    """

    steps: tuple[Step, ...]
    is_torn: bool = False

    @property
    def tip(self) -> Step:
        """The picture in question."""
        return self.steps[-1]

    @property
    def before(self) -> Step:
        """The picture that it was made from.

        Raises:
            Refused: `first_step`, `step_gone`.
        """
        if len(self.steps) > 1:
            return self.steps[-2]
        raise Refused(code="step_gone" if self.is_torn else "first_step")

    def step(self, number: int) -> Step:
        """One of them.

        Raises:
            Refused: `step_unknown`; its values say which there are.
        """
        for step in self.steps:
            if step.number == number:
                return step
        args = {"first": self.steps[0].number, "last": self.tip.number, "step": number}
        raise Refused(code="step_unknown", args_for_text=args)


def lineage_of(kin: Sequence[Kin], number: int) -> Lineage:
    """The steps up to one picture of the youngest of these.

    Args:
        kin: from the job itself upwards; those of another chat end it.
        number: of the picture within that job; 0 is all of them.
    """
    here = list(takewhile(lambda one: one.chat_id == kin[0].chat_id, kin))
    numbers = [number, *map(_number_worked_on, here[:-1])]
    steps = [
        Step(number=len(here) - index, pictures=(result_of(one.job_id, picture),))
        for index, (one, picture) in enumerate(zip(here, numbers, strict=True))
    ]
    root = here[-1]
    is_torn = any(source.kind == RESULT for source in root.sources)
    if root.sources and not is_torn:
        steps.append(Step(number=0, pictures=root.sources))
    return Lineage(steps=tuple(reversed(steps)), is_torn=is_torn)


def _number_worked_on(child: Kin) -> int:
    """Which of its parent's pictures a job was made from."""
    for source in child.sources:
        if source.kind == RESULT:
            job_id, number = parts_of(source)
            if job_id == child.parent_id:
                return number
    return 1
