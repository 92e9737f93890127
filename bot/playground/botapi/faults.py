"""Named failures, armed by a test or from the playground, used up call by call."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

FaultKind = Literal[
    "429", "500", "502", "bad_gateway_html", "dropped_before", "dropped_after", "slow"
]
FAULT_KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(slots=True, kw_only=True)
class Fault:
    """One armed failure.

    Attributes:
        method: The method it waits for, or ``*``.
        kind: What happens; ``dropped_after`` and ``slow`` carry the call out.
        times: How many calls it still strikes.
        chat_id: Only calls for this chat, when given.
        retry_after: Seconds told by a 429.
        seconds: How late a slow answer is.
    """

    method: str
    kind: FaultKind
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 5.0

    def strikes(self, method: str, chat_id: object) -> bool:
        """Say whether this call is meant."""
        wanted = self.method.lower()
        named = method.lower() == wanted
        # A star does not mean the long poll: tests would lose updates by accident.
        starred = wanted == "*" and method != "getUpdates"
        return (named or starred) and self.chat_id in {None, chat_id}


class Faults:
    """The failures that are armed, oldest first."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def fail_next(
        self,
        method: str,
        kind: FaultKind,
        times: int = 1,
        *,
        chat_id: int | None = None,
        retry_after: int = 1,
        seconds: float = 5.0,
    ) -> Fault:
        """Arm a failure for the next ``times`` calls of a method (``*`` for all).

        Raises:
            ValueError: No such kind of failure.
        """
        if kind not in FAULT_KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(FAULT_KINDS)}")
        fault = Fault(
            method=method,
            kind=kind,
            times=times,
            chat_id=chat_id,
            retry_after=retry_after,
            seconds=seconds,
        )
        self._armed.append(fault)
        return fault

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Use up one strike of the oldest failure that fits this call."""
        for fault in self._armed:
            if fault.strikes(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._armed.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Disarm everything."""
        self._armed.clear()

    def armed(self) -> list[dict[str, Any]]:
        """List what is still armed."""
        return [
            {
                "method": fault.method,
                "kind": fault.kind,
                "times": fault.times,
                "chat_id": fault.chat_id,
            }
            for fault in self._armed
        ]
