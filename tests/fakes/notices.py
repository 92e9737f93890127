"""Notices in memory, and somebody who only remembers which are to go."""

from collections.abc import Sequence

from typing_extensions import override

from bot.services.notices import Notice
from bot.services.ports import NoticeStore, Sweeper
from tests.fakes.shelves import Shelves


class FakeNoticeStore(NoticeStore):
    """Notices on a shelf."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def add_notice(self, notice: Notice) -> None:
        self._shelves.notices.setdefault((notice.chat_id, notice.message_id), notice)

    @override
    async def notices(self) -> tuple[Notice, ...]:
        found = self._shelves.notices.values()
        return tuple(
            sorted(found, key=lambda one: (one.due_at, one.chat_id, one.message_id))
        )

    @override
    async def drop_notices(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            self._shelves.notices.pop((notice.chat_id, notice.message_id), None)


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
