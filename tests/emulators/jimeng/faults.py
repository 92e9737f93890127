"""Named failures that a test switches on, each for one call or for a number of them.

| name | call | more | what happens |
|---|---|---|---|
| lost_answer | any | | carried out, then the connection is cut |
| dropped | any | | cut before anything is carried out |
| slow | any | seconds | the answer waits for the clock |
| http_error | any | status, html | an answer of a gateway |
| ret | site calls | code, message | an envelope that refuses |
| too_many | generate | | 1010 |
| no_credit_2k | generate | | 1006 at 2k and 4k, not at 1k |
| queue | generate | places, seconds | the task waits in line first |
| fail_code | generate | code, message | the task ends with status 30 |
| partial | generate | failed, reason | so many pictures of the task fail |
| late_id | generate | polls | the task is missing from so many polls |
| expired_links | generate | | the first addresses of the finished task are stale |
| huge_result | download | | a picture over any cap, by its header |
| broken_result | download | | a page instead of a picture |
"""

from dataclasses import dataclass, field
from typing import Any

ANY_CALL = frozenset({"lost_answer", "dropped", "slow", "http_error", "ret"})
OF_GENERATE = frozenset(
    {
        "too_many",
        "no_credit_2k",
        "queue",
        "fail_code",
        "partial",
        "late_id",
        "expired_links",
    }
)
OF_DOWNLOAD = frozenset({"huge_result", "broken_result"})
FOREVER = -1
EVERY = "*"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One switch that is on."""

    name: str
    call: str
    times: int
    more: dict[str, Any] = field(default_factory=dict)


class Faults:
    """The switches that are on, in the order in which they were set."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def fail_next(
        self, name: str, *, call: str | None = None, times: int = 1, **more: Any
    ) -> None:
        """Switch a failure on for the next calls; `times=-1` until `clear`.

        Args:
            name: of the table above.
            call: generate, poll, token, apply, put, commit, credit, download or "*" for all;
                generate by default, download for the two that concern it.
            times: how often.
            more: as the table has it.
        """
        if name not in ANY_CALL | OF_GENERATE | OF_DOWNLOAD:
            raise ValueError(f"no failure is called {name}")
        default = "download" if name in OF_DOWNLOAD else "generate"
        self._waiting.append(
            Fault(name=name, call=call or default, times=times, more=more)
        )

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, name: str, call: str) -> dict[str, Any] | None:
        """The details of a failure whose turn it is; counts it down."""
        for fault in self._waiting:
            if fault.name == name and fault.call in {call, EVERY}:
                if fault.times != FOREVER:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault.more
        return None
