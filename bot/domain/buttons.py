"""What a button carries: a verb, a job, a picture number and a price, in at most 64 bytes."""

import re
from collections.abc import Mapping
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
    VARY = "v"  # make more like picture k (0: more from the same words)
    EDIT = "e"  # ask what shall change in picture k
    PROMPT = "p"  # send the words, to be copied
    DELETE = "d"  # ask whether it is meant
    SURE = "y"  # delete
    UNDO = "u"  # show the step before once more
    COMPARE = "m"  # the picture before and after, divided
    FRONT = "b"  # back to the first page of buttons
    PICK_VARY = "kv"  # a page of buttons: which picture?
    PICK_EDIT = "ke"
    PICK_TWICE = "k2"
    PICK_FOUR_TIMES = "k4"


SCALES: Mapping[Verb, int] = {Verb.TWICE: 2, Verb.FOUR_TIMES: 4}
"""How many times as large the verbs make a picture."""
PICKS: Mapping[Verb, Verb] = {
    Verb.PICK_VARY: Verb.VARY,
    Verb.PICK_EDIT: Verb.EDIT,
    Verb.PICK_TWICE: Verb.TWICE,
    Verb.PICK_FOUR_TIMES: Verb.FOUR_TIMES,
}
"""Pages that ask which picture is meant, and what is done with it then."""
PAGES = frozenset({Verb.FRONT, Verb.DELETE, *PICKS})
"""Pressed as often as one likes: they turn a page, and do nothing else."""

SHOWS = frozenset({Verb.SHOW, Verb.ORIGINAL, Verb.PROMPT, Verb.UNDO, Verb.COMPARE})
"""Free for everybody, and seen by the whole chat: while it is on its way, once is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A press, decoded.

    Attributes:
        number: counts pictures from 1; 0 is all of them, or none in particular.
        price: credits that the button says it costs; presses that cost nothing keep the one.
    """

    verb: Verb
    job_id: str
    number: int = 0
    price: int = 1

    @property
    def data(self) -> str:
        """The callback data, such as "o:k3v9x2m7qa:1"; a price that is not one comes last."""
        data = f"{self.verb}:{self.job_id}:{self.number}"
        return data if self.price == 1 else f"{data}:{self.price}"


def parse_button(data: str) -> Button | None:
    """The button that this callback data came from; None for anything else."""
    match data.split(":"):
        case [verb, job_id, number, *rest] if (
            verb in set(Verb)
            and job_id.isalnum()
            and re.fullmatch("[0-9]{1,2}", number)  # no job has 100 pictures
            and re.fullmatch("([0-9]{1,3})?", ":".join(rest))
        ):
            button = Button(
                verb=Verb(verb),
                job_id=job_id,
                number=int(number),
                price=int(rest[0] or 1) if rest else 1,
            )
            return button if button.data == data else None  # nobody else writes "01"
        case _:
            return None
