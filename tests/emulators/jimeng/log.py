"""What the emulator saw, for assertions: one submit, one photo."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request and what became of it.

    Attributes:
        call: generate, poll, token, apply, put, commit, credit or download.
        headers: names in lower case.
        body: the parsed JSON, or the number of bytes.
        ret: the code of the envelope, "" where there is none.
        notes: what the emulator made of it, such as `task_id` and `is_new`.
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
        """As JSON, without the cookie."""
        return {
            "call": self.call,
            "at": self.at,
            "path": self.path,
            "query": self.query,
            "body": self.body,
            "ret": self.ret,
            "status": self.status,
            "notes": self.notes,
        }


class Log:
    """All requests in the order of their arrival."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._news = asyncio.Event()

    def changed(self) -> None:
        """Wake those who wait: an entry came, or was answered."""
        self._news.set()

    async def wait(
        self,
        holds: Callable[["Log"], bool],
        timeout: float = 30.0,  # noqa: ASYNC109 - a wait is told how long it may last
    ) -> None:
        """Come back when something is true of the log.

        Raises:
            TimeoutError: it did not become true in time.
        """
        async with asyncio.timeout(timeout):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    def of(self, call: str) -> list[Entry]:
        """The requests of one kind."""
        return [entry for entry in self.entries if entry.call == call]

    @property
    def paid_submits(self) -> list[Entry]:
        """The submits that made a task and took credits."""
        return [entry for entry in self.of("generate") if entry.notes.get("is_new")]

    def counts(self) -> dict[str, int]:
        """How many requests of each kind, and of the submits how many were paid."""
        counted = Counter(entry.call for entry in self.entries)
        return {**counted, "paid_submits": len(self.paid_submits)}
