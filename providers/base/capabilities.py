"""What a provider can do, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from typing_extensions import override

from providers.base.orders import Operation


class Recovery(StrEnum):
    """What can be done when the answer to a submit was lost."""

    LOOKUP = "lookup"  # `find` knows the task by our idempotency key
    REPEAT = "repeat"  # submitting again costs nothing
    NONE = "none"  # nothing: the job fails with submission_unknown and is released


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The values that one option of a provider takes: named words, or whole numbers."""

    minimum: int = 0
    maximum: int = 0
    words: tuple[str, ...] = ()

    def takes(self, value: int | str) -> bool:
        """Is this value in the range? Words are compared without case."""
        if self.words:
            return str(value).upper() in {word.upper() for word in self.words}
        return isinstance(value, int) and self.minimum <= value <= self.maximum

    @override
    def __str__(self) -> str:
        return ", ".join(self.words) if self.words else f"{self.minimum}-{self.maximum}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one operation of one provider takes and makes. Empty tuples: the option does not exist."""

    models: tuple[str, ...] = ()  # names as users write them; the first is the default
    aspect_ratios: tuple[str, ...] = ()  # the first is the default
    max_count: int = 1
    default_count: int = 1
    bundled: bool = (
        False  # pictures come together: billed as one credit, n delivers the first
    )
    scales: tuple[int, ...] = ()
    own_scale: int | None = (
        None  # no choice: the service enlarges by about this; a wish for it is met
    )
    max_sources: int = 0
    max_prompt: int = 4000  # characters
    prompt_required: bool = True
    takes_prompt: bool = True  # False: words would be dropped, so they are refused
    takes_seed: bool = False
    takes_negative_prompt: bool = False
    options: Mapping[str, Range] = field(default_factory=dict)
    max_source_bytes: int = 10_000_000
    max_source_side: int = 8192  # pixels
    max_source_pixels: int = 40_000_000
    min_source_side: int = 16
    max_result_bytes: int = 50_000_000
    max_result_pixels: int = 120_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When to ask a service again, and when to give up; all in seconds.

    `intervals` are (age of the task, interval) pairs, oldest last: 2 s at first, 4 s from 20 s on.
    """

    intervals: tuple[tuple[float, float], ...]
    deadline: float  # without progress
    hard_deadline: float  # in all, queue included
    unknown_grace: float = (
        15.0  # a submit not found by its key may still appear so long
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """A provider's facts as data: routing, refusals and documentation read them."""

    operations: Mapping[Operation, Limits]
    recovery: Recovery
    pace: Pace
    concurrency: int  # tasks at once that the account stands
    can_cancel: bool = False
    has_balance: bool = False
    is_free: bool = False
