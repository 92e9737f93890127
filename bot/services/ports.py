"""The Protocols through which services reach the outside; adapters subclass them by name.

One method of a store is one transaction. Fakes live in `tests/fakes` and pass the same contract
suites as the adapters.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.domain.job import Address, Job
from bot.domain.quota import Allowance, QuotaRules
from bot.domain.recipe import PictureRef
from bot.services.values import (
    Delivery,
    Keyring,
    Picture,
    PictureFacts,
    Placed,
    Preferences,
    QuotaReport,
    Receipt,
    Status,
    StatusView,
)
from providers.base import SourcePicture


class UpdateLog(Protocol):
    """Telegram's updates: written before they are confirmed, so that a crash loses none."""

    @abstractmethod
    async def receive(
        self, updates: Sequence[tuple[int, str]], at: datetime
    ) -> tuple[int, ...]:
        """Write updates (id, JSON text) that are new; the ids of those, in order."""

    @abstractmethod
    async def handled(self, update_ids: Sequence[int]) -> bool:
        """Note updates as done with. False: the first of them was noted before."""

    @abstractmethod
    async def unhandled(self) -> tuple[str, ...]:
        """JSON texts of updates received but not handled, oldest first, for the next start."""

    @abstractmethod
    async def forget_updates(self, before: datetime) -> None:
        """Drop handled updates received before then."""


class JobStore(Protocol):
    """Jobs, their reservations, and which updates were handled."""

    @abstractmethod
    async def accept(
        self,
        update_ids: Sequence[int],
        placed: Placed,
        rules: QuotaRules,
        *,
        is_unlimited: bool,
    ) -> None:
        """Note the updates, write the status and its jobs, reserve their price: all or nothing.

        `job.reserved` of each job is the price; an unlimited user's jobs are recorded as used but
        never refused. Groups pay when the address is a group.

        Raises:
            AlreadyHandled: the first update was noted before; nothing changed.
            QuotaExceeded: a wallet does not hold it; the updates are noted all the same.
        """

    @abstractmethod
    async def claim(self, *, per_user: int) -> Job | None:
        """Lease the job whose turn it is, or None.

        Unfinished jobs that were begun before the last start come first; then queued ones, fair
        between users: the user whose last claim is longest ago, and of that user the oldest job.
        A user with `per_user` leased jobs waits.
        """

    @abstractmethod
    async def release_lease(self, job_id: str) -> None:
        """Put a job down unfinished, as it is; another claim may take it."""

    @abstractmethod
    async def release_leases(self) -> int:
        """At start: no job is leased. The number of jobs that were."""

    @abstractmethod
    async def save(self, job: Job) -> Job:
        """Write the job's new state. A cancel that was asked for meanwhile is kept and returned."""

    @abstractmethod
    async def finish(self, job: Job) -> None:
        """The last transaction: settle `job.charged` of the reservation, release the rest, end.

        Repeating it changes nothing.
        """

    @abstractmethod
    async def request_cancel(self, job_id: str) -> Job | None:
        """Set the flag on an unfinished job; the job afterwards, or None when there is none."""

    @abstractmethod
    async def get(self, job_id: str) -> Job | None:
        """One job."""

    @abstractmethod
    async def place(self, job_id: str) -> int | None:
        """Waiting jobs that will be claimed before this one; None when it does not wait."""

    @abstractmethod
    async def batch(self, status_id: str) -> tuple[Job, ...]:
        """All jobs of one status message, in the order of their pictures."""

    @abstractmethod
    async def unfinished_of(self, user_id: int) -> tuple[Job, ...]:
        """A user's jobs under way, oldest first."""

    @abstractmethod
    async def unfinished(self) -> frozenset[str]:
        """Ids of all jobs that have not ended."""

    @abstractmethod
    async def latest(self, limit: int) -> tuple[Job, ...]:
        """The newest jobs of all users, newest first, for the operator."""

    @abstractmethod
    async def count_waiting(self) -> int:
        """Queued jobs that nobody has claimed."""

    @abstractmethod
    async def durations(
        self, provider: str, operation: str, limit: int
    ) -> tuple[float, ...]:
        """Seconds from `started_at` to the pictures of the last succeeded jobs, newest first."""


class StatusStore(Protocol):
    """The status messages."""

    @abstractmethod
    async def get_status(self, status_id: str) -> Status | None:
        """One status."""

    @abstractmethod
    async def save_status(self, status: Status) -> None:
        """Write its message id and whether it is media by now."""

    @abstractmethod
    async def conclude_status(self, status_id: str) -> None:
        """Note that the message shows how its jobs ended."""

    @abstractmethod
    async def unconcluded(self) -> tuple[str, ...]:
        """Ids of statuses whose jobs have all ended and that do not show it yet."""


class PictureStore(Protocol):
    """Results and the receipts of their delivery."""

    @abstractmethod
    async def save_pictures(self, pictures: Sequence[Picture]) -> None:
        """Write or replace results, by job and number."""

    @abstractmethod
    async def pictures(self, job_id: str) -> tuple[Picture, ...]:
        """A job's results by number."""

    @abstractmethod
    async def begin(self, job_id: str, step: str) -> Receipt:
        """Note that a send is about to leave: `tries` is counted before the call."""

    @abstractmethod
    async def confirm(
        self,
        job_id: str,
        step: str,
        message_ids: Sequence[int],
        pictures: Sequence[Picture],
    ) -> None:
        """Note that Telegram took it, and the file ids it gave, in one transaction."""

    @abstractmethod
    async def note_copy(self, picture: Picture, chat_id: int, message_id: int) -> None:
        """A message sent on request shows this picture; the file ids that it has are kept.

        Outside the job's own chat the message is not noted: its number is somebody else's there.
        Of a picture that was erased meanwhile nothing is.
        """

    @abstractmethod
    async def receipts(self, job_id: str) -> tuple[Receipt, ...]:
        """All steps begun so far."""

    @abstractmethod
    async def job_of_message(
        self, chat_id: int, message_id: int
    ) -> tuple[str, int] | None:
        """The job and picture number that a delivered message shows; number 0: all of them."""


class Ledger(Protocol):
    """Reading the wallets, and granting."""

    @abstractmethod
    async def allowances(
        self, user_id: int, chat_id: int, rules: QuotaRules, at: datetime
    ) -> tuple[Allowance, ...]:
        """The user's wallet, the group's when the chat is one and has a limit, the global one."""

    @abstractmethod
    async def report(
        self,
        user_id: int,
        chat_id: int,
        rules: QuotaRules,
        at: datetime,
        *,
        entries: int,
    ) -> QuotaReport:
        """Allowances and the user's last entries."""

    @abstractmethod
    async def grant(self, user_id: int, credits_: int, at: datetime) -> int:
        """Add bonus credits that do not turn with the day; the bonus afterwards."""


class PreferenceStore(Protocol):
    """Standing choices of users and chats (a chat's id is negative)."""

    @abstractmethod
    async def preferences(self, owner_id: int) -> Preferences:
        """What was chosen; empty when nothing was."""

    @abstractmethod
    async def save_preferences(self, owner_id: int, preferences: Preferences) -> None:
        """Replace them."""


class OwnDataStore(Protocol):
    """Everything of one user, for the day on which they want to be forgotten."""

    @abstractmethod
    async def jobs_of(self, user_id: int) -> Mapping[str, str]:
        """Status ids by the ids of all the user's jobs, in groups too, ended or not."""

    @abstractmethod
    async def erase(self, user_id: int) -> bool:
        """Erase the user's jobs, pictures, receipts, statuses, choices and unhandled updates.

        Sums stay: credits used by day, bonuses, and the ledger's lines without their jobs.
        False: a job of theirs has not ended; nothing was erased.
        """


class FileSource(Protocol):
    """Files that users sent, at Telegram."""

    @abstractmethod
    async def download(self, ref: PictureRef, destination: Path) -> None:
        """Write the file's bytes; nothing is left behind on failure.

        Raises:
            Refused: `file_too_big`, `file_gone`.
            Unreachable: Telegram cannot be reached; try again.
        """


class PictureTools(Protocol):
    """What is done to pictures on this machine, off the event loop."""

    @abstractmethod
    async def clean(self, source: Path, destination: Path) -> SourcePicture:
        """Check and rewrite a user's picture: first frame, upright, without metadata, sRGB.

        The suffix of `destination` may be changed to fit the type.

        Raises:
            Refused: `not_a_picture`, `picture_broken`, `picture_too_large`, `picture_type`.
        """

    @abstractmethod
    async def fit(
        self, picture: SourcePicture, *, max_bytes: int, max_side: int
    ) -> SourcePicture:
        """The same picture within a provider's limits; itself when it fits already."""

    @abstractmethod
    async def inspect(self, path: Path, *, max_pixels: int) -> PictureFacts:
        """What a result is; one that is torn shines through nowhere.

        Args:
            path: of the result.
            max_pixels: how many it may have; pixels are looked at only within the bound.

        Raises:
            Refused: `not_a_picture`, `picture_too_large`.
        """

    @abstractmethod
    async def preview(self, path: Path) -> Path:
        """A file that `sendPhoto` takes: the picture itself, or a smaller JPEG beside it.

        Raises:
            Refused: it cannot be read.
        """

    @abstractmethod
    async def previews(self, paths: Sequence[Path]) -> list[Path]:
        """The same of several; what cannot be read stays as it is: Telegram may read it."""

    @abstractmethod
    async def contact_sheet(self, paths: Sequence[Path], destination: Path) -> Path:
        """One numbered grid of several pictures, as a JPEG that `sendPhoto` takes."""

    @abstractmethod
    async def compare(
        self, before: Path, after: Path, numbers: tuple[int, int], destination: Path
    ) -> Path:
        """Before on the left and after on the right, numbered, as a JPEG that `sendPhoto` takes.

        Raises:
            Refused: one of them cannot be read.
        """


class Messenger(Protocol):
    """The back door: what a chat is shown. It renders, paces and sends."""

    @abstractmethod
    def show(self, view: StatusView) -> None:
        """Bring a status message up to date, some time; latest wins. Sends it when there is none."""

    @abstractmethod
    async def deliver(self, delivery: Delivery) -> None:
        """Bring a job's pictures to the chat; come back when Telegram confirmed every step.

        Raises:
            ChatGone, NotAllowed, TooLarge: nothing more can arrive there.
        """

    @abstractmethod
    async def conclude(self, view: StatusView) -> None:
        """Show how jobs ended that deliver nothing; a dead chat is not an error here."""

    @abstractmethod
    async def send_pictures(
        self,
        address: Address,
        pictures: Sequence[Picture],
        *,
        as_files: bool,
        language: str,
        has_spoiler: bool = False,
        ring: Keyring | None = None,
    ) -> None:
        """Send results once more, on request: as photos, or the original bytes as files.

        A picture whose original was cleaned away comes as Telegram's copy, and the text says so.
        The buttons go under a photo that is sent alone.

        Raises:
            ChatGone, NotAllowed: as for `deliver`.
        """

    @abstractmethod
    async def turn_page(self, address: Address, message_id: int, ring: Keyring) -> None:
        """Put a page of buttons under a message; one that is gone is not an error here."""
