"""What an emulator saw, for assertions: one submit, one photo."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request and what became of it.

    Attributes:
        headers: names in lower case; not shown over HTTP, they hold the key.
        body: parsed JSON, or the fields of a form with the sizes of its files.
        ret: the code of the answer's own envelope, where the service has one.
        notes: what the emulator made of it; `paid` marks a submit that was taken.
    """

    call: str
    at: float
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    ret: str = ""
    status: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    def public(self) -> dict[str, Any]:
        """As JSON, without the key."""
        names = ("call", "at", "path", "query", "body", "ret", "status", "notes")
        return {name: getattr(self, name) for name in names}


class Log:
    """All requests in the order of their arrival."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._news = asyncio.Event()

    def changed(self) -> None:
        """Wake those who wait."""
        self._news.set()

    async def wait(
        self,
        holds: Callable[["Log"], bool],
        timeout: float = 30.0,  # noqa: ASYNC109 - a wait is told how long it may last
    ) -> None:
        """Come back when something is true of the log, or raise `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    def of(self, call: str) -> list[Entry]:
        """The requests of one kind."""
        return [entry for entry in self.entries if entry.call == call]

    @property
    def paid_submits(self) -> list[Entry]:
        """The submits that were taken."""
        return [entry for entry in self.entries if entry.notes.get("paid")]

    def counts(self) -> dict[str, int]:
        """How many requests of each kind, and how many submits were paid."""
        counted = Counter(entry.call for entry in self.entries)
        return {**counted, "paid_submits": len(self.paid_submits)}
