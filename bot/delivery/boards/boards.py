"""All boards: which orders enter them, what they are told of, and when they leave."""

from collections.abc import Sequence

from bot.delivery.actions import ChatActions
from bot.delivery.boards.board import GroupBoard
from bot.delivery.boards.keeper import BoardKeeper, place_of
from bot.delivery.boards.reactions import Reactions
from bot.delivery.calls import Calls
from bot.delivery.lines import Line
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.boards import BoardNote
from bot.services.ports import BoardStore, PreferenceStore
from providers.clock import Clock


class Boards:
    """One board a place, in groups; private chats have none."""

    def __init__(
        self,
        calls: Calls,
        actions: ChatActions,
        store: BoardStore,
        preferences: PreferenceStore,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._calls = calls
        self._store = store
        self._keeper = BoardKeeper(
            calls, store, preferences, texts, clock, self._under_way
        )
        self._reactions = Reactions(calls, actions, store, clock)
        self._boards: dict[Address, GroupBoard] = {}
        self._homes: dict[str, GroupBoard] = {}  # by the ids of the orders

    async def recall(self) -> None:
        """Go on with the boards that an earlier run left; those without orders are deleted."""
        for note in await self._store.boards():
            await self._recall_board(note)
        await self._reactions.recall()

    def enter(self, line: Line) -> Sequence[Line]:
        """Take an order in; the messages that rest from now on, since the board tells of them."""
        status = line.status
        board = self._homes.get(status.status_id)
        if board is None:
            here = self._calls.whereabouts.of(status.address)
            if not here.is_group:
                return ()
            board = self._board(place_of(here))
        was_in_use = board.roster.is_in_use
        self._homes[status.status_id] = board
        board.lines[status.status_id] = line
        board.roster.enter(status.status_id, has_message=status.message_id is not None)
        if not board.roster.is_in_use:
            self._keeper.refresh(board)
            return ()
        if not was_in_use and line.newest is not None:
            board.opener_language = line.newest.jobs[0].job.language
        told = [line] if was_in_use else list(board.lines.values())
        for each in told:
            self._acknowledge(board, each)
        self._keeper.refresh(board)
        return told

    def tells(self, line: Line) -> bool:
        """Does a board tell of this order, so that its own message rests?

        One that is only known from before a restart has to enter first.
        """
        status_id = line.status.status_id
        board = self._homes.get(status_id)
        is_here = board is not None and status_id in board.lines
        return is_here and board is not None and board.roster.is_told(status_id)

    def refresh(self, line: Line) -> None:
        """There is news of an order that a board tells of."""
        if self.tells(line):
            self._keeper.refresh(self._homes[line.status.status_id])

    def leave(self, line: Line) -> None:
        """An order has ended."""
        status_id = line.status.status_id
        self._reactions.take_away(status_id)
        board = self._homes.pop(status_id, None)
        if board is None:
            return
        board.roster.leave(status_id)
        board.lines.pop(status_id, None)
        self._keeper.refresh(board)
        if board.is_over:
            self._boards.pop(board.address, None)

    async def stop(self) -> None:
        """Leave the messages as they are; the next start goes on with them."""
        await self._reactions.stop()
        await self._keeper.stop(list(self._boards.values()))

    @property
    def count(self) -> int:
        """Boards in use, for the operator."""
        return sum(board.roster.is_in_use for board in self._boards.values())

    async def _recall_board(self, note: BoardNote) -> None:
        board = self._board(Address(chat_id=note.chat_id, thread_id=note.thread_id))
        board.note, board.language = note, note.language
        board.opener_language = note.language
        found = await self._store.under_way(note.chat_id, note.thread_id)
        board.roster.recall(
            {one.status_id: one.message_id is not None for one in found}
        )
        self._homes |= {one.status_id: board for one in found}
        if not board.roster.is_in_use:
            self._keeper.refresh(board)

    def _board(self, place: Address) -> GroupBoard:
        if board := self._boards.get(place):
            return board
        for over in [key for key, each in self._boards.items() if each.is_over]:
            del self._boards[over]
        self._boards[place] = self._moved_to(place) or GroupBoard(address=place)
        return self._boards[place]

    def _moved_to(self, place: Address) -> GroupBoard | None:
        """The board of a group that is here by now: from now on it is known as this place's."""
        for old, board in self._boards.items():
            if self._calls.whereabouts.of(old) == place:
                board.address = place
                return self._boards.pop(old)
        return None

    def _acknowledge(self, board: GroupBoard, line: Line) -> None:
        """Look at the message of who gets no message."""
        status_id = line.status.status_id
        if board.roster.is_boarded(status_id) and not line.upkeep.is_calling:
            address = line.status.address

            def under_way() -> int:
                return self._under_way(address.chat_id)

            self._reactions.give(status_id, address, under_way)

    def _under_way(self, chat_id: int) -> int:
        return sum(
            len(board.roster)
            for board in self._boards.values()
            if board.address.chat_id == chat_id
        )
