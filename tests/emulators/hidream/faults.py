"""Named failures that a test switches on, each for one call or for a number of them.

| name | call | more | what happens |
|---|---|---|---|
| lost_answer | any | | carried out, then the connection is cut |
| dropped | any | | cut before anything is carried out |
| slow | any | seconds | the answer waits for the clock |
| http_error | any | status | an answer of a gateway, no JSON |
| code | any | code, message, status | an envelope that refuses |
| too_many | submit | retry_after | HTTP 429 |
| ends | submit | status, count, description | so many pictures (all by default) end with 3, 4, 1004... |
| trouble | submit | status, polls | so many polls say -1 (or -5..-2) before it goes on |
| empty | submit | polls, missing | so many polls answer an empty list, or none at all |
| late_id | submit | polls | so many polls answer 404 |
| backwards | submit | | the last picture is ready first |
| in_percent | submit | | `task_completion` counts to 100 |
| bare | submit | | a single result stands there without its list |
| no_address | submit | polls | so many polls name a success without `image` |
| expired_links | submit | | the first addresses of the finished task are stale |
| elsewhere | poll | | 404 unless the path is that of text to image |
| huge_result | download | | a picture over any cap, by its header |
| broken_result | download | | a page instead of a picture |
"""

from typing import Any

from typing_extensions import override

from tests.emulators.jimeng.faults import Fault, Faults

ANY_CALL = frozenset({"lost_answer", "dropped", "slow", "http_error", "code"})
OF_SUBMIT = frozenset(
    {
        "too_many",
        "ends",
        "trouble",
        "empty",
        "late_id",
        "backwards",
        "in_percent",
        "bare",
        "no_address",
        "expired_links",
    }
)
_DEFAULT_CALLS = {
    "elsewhere": "poll",
    "huge_result": "download",
    "broken_result": "download",
}


class HidreamFaults(Faults):
    """The switches of the table above; `times=-1` until `clear`."""

    @override
    def fail_next(
        self, name: str, *, call: str | None = None, times: int = 1, **more: Any
    ) -> None:
        """Switch a failure on for the next calls: submit by default, or the one it concerns."""
        if name not in ANY_CALL | OF_SUBMIT | set(_DEFAULT_CALLS):
            raise ValueError(f"no failure is called {name}")
        call = call or _DEFAULT_CALLS.get(name, "submit")
        self._waiting.append(Fault(name=name, call=call, times=times, more=more))
