"""Which providers are well: a circuit breaker each, fed by what jobs meet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import structlog

from providers.clock import Clock
from providers.errors import AccountError, ProviderError, TaskFailed, TransientError

log = structlog.get_logger("imagewright.providers")

STRIKES = 3  # failures in a row that take a provider out for a while
FIRST_REST = 30.0  # seconds; doubles with each failed probe
LONGEST_REST = 600.0  # seconds


class Turn(StrEnum):
    """What has just become of a provider, for who has to be told."""

    OUT = "out"
    BACK = "back"


@dataclass(slots=True)
class _Circuit:
    """Closed while `open_until` is None; half open once that time has passed.

    Attributes:
        probing: one job tries a half-open provider; the others go elsewhere meanwhile.
        account: the error of the operator's account that took it out.
    """

    strikes: int = 0
    rest: float = FIRST_REST
    open_until: float | None = None
    probing: bool = False
    account: AccountError | None = None


@dataclass(slots=True)
class Health:
    """All circuits.

    Attributes:
        tell: called when the operator's account is at fault, and when that is over.
    """

    clock: Clock
    tell: Callable[[str, Turn, AccountError], None] = lambda *_: None
    _circuits: dict[str, _Circuit] = field(default_factory=dict)

    def is_open(self, name: str) -> bool:
        """Should jobs go elsewhere, if they can?"""
        circuit = self._circuits.get(name)
        if circuit is None or circuit.open_until is None:
            return False
        return circuit.probing or self.clock.monotonic() < circuit.open_until

    def note_asked(self, name: str) -> None:
        """A job is about to ask; at a half-open provider it is the probe."""
        circuit = self._circuits.get(name)
        if circuit is not None and circuit.open_until is not None:
            circuit.probing = True

    def note_answer(self, name: str) -> None:
        """It took a job or answered for one: all is well."""
        circuit = self._circuits.pop(name, None)
        if circuit is None or circuit.open_until is None:
            return
        if circuit.account is not None:
            self.tell(name, Turn.BACK, circuit.account)
        else:
            log.info("provider.back", provider=name)

    def note_failure(self, name: str, error: ProviderError) -> None:
        """It could not, for a reason of its own; what is the request's fault counts for nothing."""
        if not isinstance(error, AccountError | TransientError | TaskFailed):
            self.note_unasked(name)
            return
        circuit = self._circuits.setdefault(name, _Circuit())
        circuit.strikes += 1
        if isinstance(error, AccountError):
            self._blame_account(name, circuit, error)
        elif circuit.open_until is None and circuit.strikes < STRIKES:
            return
        if circuit.open_until is not None:
            circuit.rest = min(LONGEST_REST, circuit.rest * 2)
        elif circuit.account is None:
            log.warning("provider.away", provider=name, code=error.code)
        circuit.open_until = self.clock.monotonic() + circuit.rest
        circuit.probing = False

    def note_unasked(self, name: str) -> None:
        """A probe ended without an answer that says anything of the provider."""
        circuit = self._circuits.get(name)
        if circuit is not None:
            circuit.probing = False

    def blamed(self) -> tuple[str, ...]:
        """Providers that are out because of the operator's account."""
        return tuple(
            name for name, each in self._circuits.items() if each.account is not None
        )

    def _blame_account(self, name: str, circuit: _Circuit, error: AccountError) -> None:
        """A key or a balance does not mend itself in seconds; the operator hears of it once."""
        is_news = circuit.account is None
        circuit.account = error
        circuit.rest = LONGEST_REST / 2
        if is_news:
            self.tell(name, Turn.OUT, error)
