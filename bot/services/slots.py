"""How many tasks a provider's account stands at once: places are given in the order asked."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in a provider's line; `wake` is called once it is granted."""

    provider: str
    wake: Callable[[], None]
    is_granted: bool = False


@dataclass(slots=True)
class Slots:
    """Places per provider."""

    limits: Mapping[str, int]
    _taken: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, deque[Ticket]] = field(default_factory=dict)

    def ask(self, provider: str, wake: Callable[[], None]) -> Ticket:
        """Stand in line; the ticket may be granted at once, and wakes nobody then."""
        ticket = Ticket(provider, wake)
        line = self._lines.setdefault(provider, deque())
        if not line and self._is_free(provider):
            self._take(ticket)
        else:
            line.append(ticket)
        return ticket

    def occupy(self, provider: str) -> Ticket:
        """Count a task that already runs at the provider, whatever the limit says."""
        self._taken[provider] = self._taken.get(provider, 0) + 1
        return Ticket(provider, wake=lambda: None, is_granted=True)

    def ahead(self, ticket: Ticket) -> int:
        """Tickets in line before this one; zero once it is granted."""
        return 0 if ticket.is_granted else self._lines[ticket.provider].index(ticket)

    def give_back(self, ticket: Ticket) -> None:
        """Leave the line or free the place; the next ticket is granted."""
        if ticket.is_granted:
            ticket.is_granted = False
            self._taken[ticket.provider] -= 1
        elif ticket in self._lines.get(ticket.provider, ()):
            self._lines[ticket.provider].remove(ticket)
        self._grant(ticket.provider)

    def _grant(self, provider: str) -> None:
        line = self._lines.get(provider)
        while line and self._is_free(provider):
            ticket = line.popleft()
            self._take(ticket)
            ticket.wake()

    def _take(self, ticket: Ticket) -> None:
        self._taken[ticket.provider] = self._taken.get(ticket.provider, 0) + 1
        ticket.is_granted = True

    def _is_free(self, provider: str) -> bool:
        return self._taken.get(provider, 0) < self.limits.get(provider, 1)
