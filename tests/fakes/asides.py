"""Asides in memory, and somebody who only remembers which are to go."""

from collections.abc import Sequence

from typing_extensions import override

from bot.services.asides import Aside
from bot.services.ports import AsideStore, Sweeper
from tests.fakes.shelves import Shelves


class FakeAsideStore(AsideStore):
    """Asides on a shelf."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def add_aside(self, aside: Aside) -> None:
        self._shelves.asides.setdefault((aside.chat_id, aside.message_id), aside)

    @override
    async def asides(self) -> tuple[Aside, ...]:
        found = self._shelves.asides.values()
        return tuple(
            sorted(found, key=lambda one: (one.due_at, one.chat_id, one.message_id))
        )

    @override
    async def drop_asides(self, asides: Sequence[Aside]) -> None:
        for aside in asides:
            self._shelves.asides.pop((aside.chat_id, aside.message_id), None)


class FakeSweeper(Sweeper):
    """Deletes nothing.

    Attributes:
        swept: chat and message of what was given to it, oldest first.
    """

    def __init__(self) -> None:
        self.swept: list[tuple[int, int]] = []

    @override
    async def sweep(self, chat_id: int, message_id: int) -> None:
        self.swept.append((chat_id, message_id))
