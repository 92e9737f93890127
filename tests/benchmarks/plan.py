"""How large the scenes are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line decides.

    Attributes:
        orders: that come at once.
        starts: of each program, for the median.
        resumed: running jobs that a restart finds.
        calls: of each kind to each provider, for the median.
    """

    orders: int = 200
    starts: int = 5
    resumed: int = 1000
    calls: int = 100
