"""Named failures that a test switches on, each for one call or for a number of them.

These failures every emulator knows, at any call; each has more of its own:

| name | more | what happens |
|---|---|---|
| lost_answer | | carried out, then the connection is cut |
| dropped | | cut before anything is carried out |
| slow | seconds | the answer waits for the clock |
| http_error | status, body | an answer of a proxy: HTML, unless `body` is JSON |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SUBMIT = "submit"
ANYWHERE = ("lost_answer", "dropped", "slow", "http_error")
FOREVER = -1
EVERY = "*"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One switch that is on."""

    name: str
    call: str
    times: int
    more: dict[str, Any]


class Faults:
    """The switches that are on, in the order in which they were set."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take the emulator's own failures and the call that each concerns."""
        self._known = {**dict.fromkeys(ANYWHERE, SUBMIT), **own}
        self._waiting: list[Fault] = []

    def fail_next(
        self, name: str, *, call: str | None = None, times: int = 1, **more: Any
    ) -> None:
        """Switch a failure on for the next calls; `times=-1` until `clear`, `call="*"` for all."""
        if name not in self._known:
            raise ValueError(f"no failure is called {name}")
        call = call or self._known[name]
        self._waiting.append(Fault(name=name, call=call, times=times, more=more))

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, name: str, call: str = SUBMIT) -> dict[str, Any] | None:
        """The details of a failure whose turn it is; counts it down."""
        for fault in self._waiting:
            if fault.name == name and fault.call in {call, EVERY}:
                if fault.times != FOREVER:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault.more
        return None
