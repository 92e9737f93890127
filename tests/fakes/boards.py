"""The groups' boards and our reactions, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from bot.services.boards import BoardNote, ReactionNote
from bot.services.ports import BoardStore
from bot.services.values import Status
from tests.fakes.shelves import Shelves


class FakeBoardStore(BoardStore):
    """Boards and reactions in dicts."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def boards(self) -> tuple[BoardNote, ...]:
        return tuple(self._shelves.boards.values())

    @override
    async def save_board(self, board: BoardNote) -> None:
        self._shelves.boards[board.chat_id, board.thread_id] = board

    @override
    async def drop_board(self, chat_id: int, thread_id: int | None) -> None:
        self._shelves.boards.pop((chat_id, thread_id), None)

    @override
    async def under_way(self, chat_id: int, thread_id: int | None) -> Sequence[Status]:
        found = dict.fromkeys(
            job.status_id
            for job in self._shelves.jobs.values()
            if not job.state.is_final
            and (job.address.chat_id, job.address.thread_id) == (chat_id, thread_id)
        )
        return tuple(self._shelves.statuses[status_id] for status_id in found)

    @override
    async def reactions(self) -> tuple[ReactionNote, ...]:
        open_ = {
            job.status_id
            for job in self._shelves.jobs.values()
            if not job.state.is_final
        }
        return tuple(
            replace(note, has_ended=note.status_id not in open_)
            for note in self._shelves.reactions.values()
        )

    @override
    async def save_reaction(self, reaction: ReactionNote) -> None:
        self._shelves.reactions[reaction.status_id] = reaction

    @override
    async def drop_reaction(self, status_id: str) -> None:
        self._shelves.reactions.pop(status_id, None)
