"""A network that answers at once, and remembers what it was asked."""

from collections.abc import AsyncIterator, Callable

from typing_extensions import override

from providers.http.wire import Question, Reply, Wire


class FakeWire(Wire):
    """Answers each question as it is told to."""

    def __init__(self, answer: Callable[[Question], Reply]) -> None:
        self._answer = answer
        self.asked: list[Question] = []

    @override
    async def ask(self, question: Question) -> Reply:
        self.asked.append(question)
        return self._answer(question)

    @override
    async def close(self) -> None:
        """Nothing is open."""


def reply(status: int = 200, body: bytes = b"{}", **headers: str) -> Reply:
    """An answer in one piece; header names in lower case, `_` for `-`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status=status, headers=named, chunks=_once(body), close=_nothing)


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _nothing() -> None:
    return
