"""A wish to make one counted call, and the order in which wishes are granted."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

ORDINARY_BAND, PROGRESS_BAND = range(2)

_numbers = itertools.count()


class Priority(IntEnum):
    """What a call is for; smaller goes first."""

    ANSWER = 0  # what a pressed button or a command is answered with
    FIRST_STATUS = 1
    RESULT = 2
    FINAL_STATUS = 3
    PROGRESS = 4
    TIDYING = 5  # a reaction, a board taken away: nobody waits for it


PATIENCE: Mapping[Priority, float] = {
    Priority.ANSWER: -60.0,
    Priority.FIRST_STATUS: 600.0,
    Priority.RESULT: 0.0,
    Priority.FINAL_STATUS: 15.0,
    Priority.PROGRESS: 0.0,
    Priority.TIDYING: 60.0,
}
"""Seconds after which a ticket counts as urgent as a fresh result. Thousands of first texts that
wait must not keep one result away (a sign of life has been shown, and a job's own result makes its
text needless); yet results never keep a first text or the last word away for ever. An answer goes
before results that are less than a minute old: who presses without end what costs nothing keeps no
result away."""

BANDS: Mapping[Priority, int] = {
    Priority.ANSWER: ORDINARY_BAND,
    Priority.FIRST_STATUS: ORDINARY_BAND,
    Priority.RESULT: ORDINARY_BAND,
    Priority.FINAL_STATUS: ORDINARY_BAND,
    Priority.PROGRESS: PROGRESS_BAND,
    Priority.TIDYING: PROGRESS_BAND,
}

QUICK = frozenset({Priority.ANSWER, Priority.FIRST_STATUS})
"""Mostly texts, over in a moment; the others may be uploads that take minutes."""


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """One counted call that waits, flies, or is over.

    Attributes:
        cost: messages it puts into a group: one, or an album's pictures.
        asked_at: seconds on the clock that the schedule is fed with.
        granted_at: None while it waits.
    """

    chat_id: int
    priority: Priority
    cost: int
    asked_at: float
    granted_at: float | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def key(self) -> tuple[int, float, int]:
        """The order: everything by its patience, progress and tidying behind all."""
        return (
            BANDS[self.priority],
            self.asked_at + PATIENCE[self.priority],
            self.number,
        )
