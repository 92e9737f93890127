"""The troubles that the page can make for each emulated service, and what they are called there.

A trouble is what the emulator's `fail_next` takes; the names are those of the emulators' own tables.
"""

from collections.abc import Mapping
from typing import Any

Trouble = Mapping[str, Any]
_FOREVER = -1  # until all is well again
_SLOW = 15  # seconds

_ANY: Mapping[str, Trouble] = {
    "Slow answer": {"name": "slow", "seconds": _SLOW},
    "502 to the next order": {"name": "http_error"},
    "Lose the next answer": {"name": "lost_answer"},
    "Too many orders": {"name": "too_many"},
    "Down for orders": {"name": "dropped", "times": _FOREVER},
}
_OWN: Mapping[str, Mapping[str, Trouble]] = {
    "jimeng": {
        "A queue": {"name": "queue", "places": 5, "seconds": 10},
        "Moderation": {"name": "fail_code", "code": "2038"},
    },
    "hidream": {
        "Failure": {"name": "ends", "status": 3},
        "Moderation": {"name": "ends", "status": 4, "description": "safety check"},
    },
    "ideogram": {
        "Moderation": {"name": "unsafe", "count": 1},
        "No funds": {"name": "no_funds"},
    },
    "ideogram_gateway": {
        "Failure": {"name": "task_fails", "message": "no picture"},
        "Moderation": {"name": "unsafe", "count": 1},
    },
    "openai": {"No money": {"name": "no_money"}},
}


def troubles_of(provider: str) -> dict[str, Trouble]:
    """What can be switched on for a service, by the words on the page."""
    return {**_ANY, **_OWN.get(provider, {})}
