"""How large the scenes are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line decides.

    Attributes:
        orders: that come at once.
        rounds: of the crowd, for the median.
        starts: of each program, for the median.
        resumed: running jobs that a restart finds.
        calls: of each kind to each provider, for the median.
        private: orders of the flood, each in a private chat.
        group_orders: orders of the flood in groups, beside them.
        groups: that they are spread over.
        curtain: seconds after which a flood is over, whoever still waits.
        heavy: orders at once with four large pictures each.
        large: pictures enlarged to 4k at once.
        waiting: orders that wait in line.
    """

    orders: int = 100
    rounds: int = 3
    starts: int = 3
    resumed: int = 1000
    calls: int = 100
    private: int = 500
    group_orders: int = 60
    groups: int = 3
    curtain: float = 70.0
    heavy: int = 500
    large: int = 6
    waiting: int = 10_000
