"""One place's board in memory: who is on it, what its message says, and what it needs next."""

from dataclasses import dataclass, field

from bot.delivery.boards.rendering import Entry, render_board
from bot.delivery.boards.roster import Roster
from bot.delivery.lines import Line
from bot.delivery.outbox.tickets import Priority
from bot.delivery.rendering import Rendered
from bot.delivery.upkeep import Upkeep
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.boards import BoardNote


@dataclass(slots=True, kw_only=True, eq=False)
class GroupBoard:
    """The board of a group, or of one topic of it.

    Attributes:
        address: the place, in answer to nobody.
        roster: the orders under way, and whether the board is in use.
        lines: those orders whose views are known; after a restart they come one by one.
        note: the message, as the store knows it; None while there is none.
        language: of the lines; None until somebody has looked it up.
        opener_language: of the order that opened it, where the group has chosen none.
        shown: what the message says, or what Telegram refused to let it say.
        said_at: seconds on the clock when it was last said.
        is_gone: the message was deleted, or nothing can be said here: no other one is sent before
            the board opens anew.
        upkeep: brings the message up to date, while there is something to do.
        waits_for: what its next call is for.
    """

    address: Address
    roster: Roster = field(default_factory=Roster)
    lines: dict[str, Line] = field(default_factory=dict)
    note: BoardNote | None = None
    language: str | None = None
    opener_language: str = ""
    shown: Rendered | None = None
    said_at: float = float("-inf")
    is_gone: bool = False
    upkeep: Upkeep = field(default_factory=Upkeep)
    waits_for: Priority | None = None

    def close(self) -> None:
        """The next opening is a new one."""
        self.is_gone = False
        self.language = None

    @property
    def aim(self) -> Priority | None:
        """What the next call would be for: the first text, an edit, the deletion, or nothing."""
        if not self.roster.is_in_use:
            return self._deletion if self.note else None
        if self.is_gone:
            return None
        return Priority.FIRST_STATUS if self.note is None else Priority.PROGRESS

    def next_call(self, texts: Texts) -> Priority | None:
        """The same, but nothing where the message says already what it shall."""
        is_known = self.roster.is_in_use and self.language is not None
        return None if is_known and self.render(texts) == self.shown else self.aim

    @property
    def _deletion(self) -> Priority:
        """While somebody waits for a result, the board leaves the reserve alone."""
        return Priority.TIDYING if len(self.roster) else Priority.FINAL_STATUS

    def render(self, texts: Texts) -> Rendered:
        """What the message shall say now."""
        entries = [
            Entry(number=number, view=line.newest)
            for status_id, number in self.roster.numbers.items()
            if (line := self.lines.get(status_id)) and line.newest
        ]
        language = self.language or self.opener_language
        return render_board(entries, len(self.roster), texts, language)

    @property
    def is_over(self) -> bool:
        """Is there nothing left to remember?"""
        return (
            not len(self.roster) and self.note is None and not self.upkeep.is_under_way
        )
