"""What a button carries: a verb, a job and a picture number in at most 64 bytes."""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What pressing does. The letters stay as they are for ever: old messages carry them."""

    CANCEL = "c"
    AGAIN = "a"  # the same recipe, a new run; also "try again" after a failure
    TWICE = "2"  # enlarge picture k 2x
    FOUR_TIMES = "4"  # enlarge picture k 4x
    SHOW = "s"  # send picture k (0: all) as photo
    ORIGINAL = "o"  # send picture k (0: all) as a file
    VARY = "v"
    EDIT = "e"
    DELETE = "d"
    UNDO = "u"  # show the step before once more
    COMPARE = "m"  # the picture before and after, divided


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A press, decoded. `number` counts pictures from 1; 0 is all of them, or none in particular."""

    verb: Verb
    job_id: str
    number: int = 0

    @property
    def data(self) -> str:
        """The callback data, such as "o:k3v9x2m7qa:1"."""
        return f"{self.verb}:{self.job_id}:{self.number}"


def parse_button(data: str) -> Button | None:
    """The button that this callback data came from; None for anything else."""
    match data.split(":"):
        case [verb, job_id, number] if (
            verb in set(Verb)
            and job_id.isalnum()
            and number.isdecimal()
            and len(number) <= 2  # noqa: PLR2004 - no job has 100 pictures
        ):
            return Button(verb=Verb(verb), job_id=job_id, number=int(number))
        case _:
            return None
