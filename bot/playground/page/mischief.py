"""The troubles that the page can make for each service, by the names under which it shows them.

A trouble of an emulator is what its `fail_next` takes, once or more; the names inside are those of
the emulators' own tables. The demo draws within the bot itself, where no switch reaches: a word in
the prompt does it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Fault = Mapping[str, Any]
_FOREVER, _EVERY = -1, "*"
_LATE, _WAIT = 4, 15  # seconds of a slow answer, and of a line before the work


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is switched on together.

    Attributes:
        faults: for `fail_next`, one after the other.
        lasts: until all is well again; else it strikes the next order.
    """

    faults: tuple[Fault, ...]
    lasts: bool = False


def _once(name: str, **more: Any) -> Trouble:  # noqa: ANN401 - the emulators' own words
    return Trouble(({"name": name, **more},))


def _lasting(name: str, **more: Any) -> Trouble:  # noqa: ANN401 - as above
    fault = {"name": name, "call": _EVERY, "times": _FOREVER, **more}
    return Trouble((fault,), lasts=True)


_ANY: Mapping[str, Trouble] = {
    "queue": _once("queue", seconds=_WAIT),
    "slow": _lasting("slow", seconds=_LATE),
    "down": _lasting("dropped"),
    "bad_gateway": _once("http_error"),
    "lost_answer": _once("lost_answer"),
    "too_many": _once("too_many"),
}
_SITE: Mapping[str, Trouble] = {
    "queue": _once("queue", places=5, seconds=_WAIT),
    "failure": _once("fail_code", code="2002"),
    "moderation": _once("fail_code", code="2038"),
}
_OWN: Mapping[str, Mapping[str, Trouble]] = {
    "jimeng": _SITE,
    "dreamina_mcp": _SITE,
    "hidream": {
        "failure": _once("ends", status=3),
        "moderation": _once("ends", status=4, description="safety check"),
    },
    "ideogram": {
        "failure": _once("no_pictures"),
        "moderation": _once("unsafe", count=8),
        "no_money": _once("no_funds"),
    },
    "ideogram_gateway": {
        "failure": _once("task_fails", message="no picture"),
        "moderation": _once("task_fails", message="violates the content policy"),
        "no_money": _once("no_quota"),
    },
    "openai": {
        "failure": _once("error_in_200", code="server_error", message="no picture"),
        "moderation": _once("refuse", code="moderation_blocked"),
        "no_money": _once("no_money"),
    },
}
_ORDER = (
    "queue",
    "slow",
    "failure",
    "moderation",
    "down",
    "bad_gateway",
    "lost_answer",
    "too_many",
    "no_money",
)
WORDS: Mapping[str, Mapping[str, str]] = {
    "demo": {
        "queue": "demo:queue",
        "slow": "demo:slow",
        "failure": "demo:fail",
        "moderation": "demo:moderation",
        "down": "demo:down",
    }
}


def troubles_of(provider: str) -> dict[str, Trouble]:
    """What can be switched on for an emulated service, in the order of the page."""
    known = {**_ANY, **_OWN[provider]}
    return {name: known[name] for name in _ORDER if name in known}
