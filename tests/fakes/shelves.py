"""What the in-memory stores share, as the tables of one database would."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.job import Job
from bot.domain.quota import Wallet
from bot.services.asides import Aside
from bot.services.boards import BoardNote, ReactionNote
from bot.services.values import LedgerEntry, Picture, Preferences, Receipt, Status


@dataclass(slots=True, kw_only=True)
class Update:
    """An update and what became of it."""

    body: str | None = None
    received_at: datetime | None = None
    is_handled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Credits of one job set aside in one wallet, and where they came from."""

    wallet: Wallet
    owner_id: int
    day: date
    from_day: int
    from_bonus: int


@dataclass(slots=True, kw_only=True)
class Shelves:
    """Everything the fakes remember; a new set of fakes on old shelves is a restart."""

    updates: dict[int, Update] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    concluded: set[str] = field(default_factory=set)
    jobs: dict[str, Job] = field(default_factory=dict)  # in the order of acceptance
    leased: set[str] = field(default_factory=set)
    claims: list[int] = field(default_factory=list)  # users, one an entry
    used: dict[tuple[Wallet, int, date], int] = field(default_factory=dict)
    shares: dict[tuple[int, date, int], int] = field(default_factory=dict)
    bonuses: dict[int, int] = field(default_factory=dict)
    reserved: dict[str, tuple[Reserved, ...]] = field(default_factory=dict)
    ledger: list[tuple[int, LedgerEntry]] = field(default_factory=list)
    pictures: dict[tuple[str, int], Picture] = field(default_factory=dict)
    receipts: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    shown: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    asides: dict[tuple[int, int], Aside] = field(default_factory=dict)
    preferences: dict[int, Preferences] = field(default_factory=dict)
    boards: dict[tuple[int, int | None], BoardNote] = field(default_factory=dict)
    reactions: dict[str, ReactionNote] = field(default_factory=dict)
    moves: dict[int, int] = field(default_factory=dict)  # groups to supergroups

    def home(self, chat_id: int) -> int:
        """Where a chat is by now."""
        while (new_id := self.moves.get(chat_id)) is not None:
            chat_id = new_id
        return chat_id

    def put(self, pictures: Sequence[Picture]) -> None:
        """Write results, or replace them by job and number."""
        for picture in pictures:
            self.pictures[picture.job_id, picture.number] = picture

    def name(self, picture: Picture) -> None:
        """Give a known picture the file ids that this one has."""
        key = picture.job_id, picture.number
        if (stored := self.pictures.get(key)) is not None:
            self.pictures[key] = replace(
                stored,
                photo_file_id=picture.photo_file_id or stored.photo_file_id,
                document_file_id=picture.document_file_id or stored.document_file_id,
            )

    def note_handled(self, update_ids: Sequence[int]) -> bool:
        """Note updates as done with. False: the first of them was noted before."""
        is_new = not update_ids or not self._is_handled(update_ids[0])
        for update_id in update_ids:
            update = self.updates.setdefault(update_id, Update())
            update.is_handled, update.body = True, None
        return is_new

    def was_handled(self, update_ids: Sequence[int]) -> bool:
        """Was the first of them noted before?"""
        return bool(update_ids) and self._is_handled(update_ids[0])

    def _is_handled(self, update_id: int) -> bool:
        return update_id in self.updates and self.updates[update_id].is_handled
