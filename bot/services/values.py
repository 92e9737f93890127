"""Small frozen values that cross the ports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.buttons import Verb
from bot.domain.job import Address, Job
from bot.domain.look import Form, Gathering, Spoiler
from bot.domain.menu import Menu
from bot.domain.quota import Allowance
from providers.base import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status message: one per order, whatever number of jobs it has.

    Attributes:
        message_id: None until Telegram answered the first send.
        is_media: the message was turned into a photo; its text is a caption now.
        is_concluded: it shows how its jobs ended; nothing is left to say.
    """

    status_id: str
    address: Address
    message_id: int | None = None
    is_media: bool = False
    is_concluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order that was accepted: its status and its jobs, in the order of the pictures."""

    status: Status
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """What the status message tells of one job, beside what the job itself says.

    Attributes:
        place: jobs of this bot ahead of it while it waits; None once it is claimed.
        fraction: 0..1, from the provider or estimated from this bot's history.
        seconds_left: the same way; None when nobody knows.
        allowance_left: the user's credits after a failure, to say "nothing was charged (3 left)".
        is_back: found at start: "back, still 62 %".
        delivered: pictures that arrived.
        photo: a coarse picture of what is being made, fit to be sent as a photo.
    """

    job: Job
    place: int | None = None
    fraction: float | None = None
    seconds_left: float | None = None
    allowance_left: int | None = None
    is_back: bool = False
    delivered: int = 0
    photo: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Everything that one status message says at one moment; jobs in order.

    Attributes:
        is_new: the order was accepted a moment ago, so that there is no message yet.
    """

    status: Status
    jobs: tuple[JobView, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a result is.

    Attributes:
        width, height: pixels.
        size: bytes of its file.
        has_alpha: something shines through.
    """

    media_type: str
    width: int
    height: int
    size: int
    has_alpha: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A result that is ours: bytes in the data folder, unchanged since the provider made them.

    Attributes:
        number: 1, 2, ... within its job.
        path: None once the original was cleaned away.
        has_alpha: something shines through, which a photo of Telegram's would lose.
        photo_file_id: Telegram's recompressed copy, once sent as a photo.
        document_file_id: Telegram's exact copy, once sent as a file.
    """

    job_id: str
    number: int
    path: Path | None
    media_type: str
    width: int
    height: int
    size: int
    has_alpha: bool = False
    photo_file_id: str | None = None
    document_file_id: str | None = None

    @property
    def can_be_sent(self) -> bool:
        """Are there its bytes, or a copy at Telegram?"""
        return bool(self.path or self.document_file_id or self.photo_file_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The buttons under one message that shows results.

    Attributes:
        pictures: all of the job's.
        page: `FRONT`, one of the pages that pick a picture, or `DELETE`.
        number: the picture that the message shows; 0 is all of them.
        has_sheet: the message shows all pictures on one numbered sheet.
        batch: all jobs of the message, where it is about several; the pictures are the job's.
    """

    job: Job
    pictures: tuple[Picture, ...]
    menu: Menu = field(default_factory=Menu)
    page: Verb = Verb.FRONT
    number: int = 0
    has_sheet: bool = False
    batch: tuple[Job, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Results that somebody asked to be sent once more.

    Attributes:
        address: where they were asked for.
        as_files: the original bytes; otherwise photos.
        language: of who asked.
        has_spoiler: photos are covered.
        ring: goes under a photo that is sent alone.
    """

    address: Address
    pictures: tuple[Picture, ...]
    as_files: bool
    language: str
    has_spoiler: bool = False
    ring: Keyring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How far one sending got.

    Attributes:
        sending: stable name within the job: "document-1", "album", "status".
        is_done: Telegram confirmed it.
        tries: sends begun; more than zero and not done means doubtful.
        message_ids: what Telegram made of it.
    """

    job_id: str
    sending: str
    is_done: bool = False
    tries: int = 0
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What has to reach the chat for one job.

    Attributes:
        view: the status message's words, this job's batch included.
        pictures: those to deliver, already cut to the number asked for.
        receipts: what an earlier run got done, by sending.
        is_last: no other job of this status message is still under way.
        step: of its picture's family; 1 is the first result.
        menu: what the buttons under the pictures can do.
    """

    job: Job
    view: StatusView
    pictures: tuple[Picture, ...]
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    is_last: bool = True
    step: int = 1
    menu: Menu = field(default_factory=Menu)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A line of a user's ledger; amount is negative when credits went out."""

    at: datetime
    kind: str  # "charged", "reserved", "released", "granted"
    amount: int
    job_id: str | None
    operation: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaReport:
    """What `/quota` shows: wallets that have a limit, and the last entries."""

    allowances: tuple[Allowance, ...]
    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A user's or a chat's standing choices; None means not chosen."""

    language: str | None = None
    aspect_ratio: str | None = None
    count: int | None = None
    provider: str | None = None
    model: str | None = None
    gathering: Gathering | None = None
    form: Form | None = None
    spoiler: Spoiler | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One provider as a user chooses it, and what it makes.

    Attributes:
        operation: what it is asked for most: drawing, else editing, else enlarging.
    """

    name: str
    operation: Operation = Operation.GENERATE
    models: tuple[str, ...] = ()
    aspect_ratios: tuple[str, ...] = ()
    max_count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be done right now, for the help text and for reading prompts.

    Attributes:
        providers: names by operation, in the operator's order; what nobody does is absent.
        models: names as users write them, all providers together.
        aspect_ratios: such as "16:9", all providers together, most usual first.
        scales: factors of an enlargement.
        options: names of the providers' own options, such as "resemblance".
        services: the providers one by one, in the operator's order.
    """

    providers: Mapping[Operation, tuple[str, ...]] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    aspect_ratios: tuple[str, ...] = ()
    scales: tuple[int, ...] = ()
    options: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()

    def can(self, operation: Operation) -> bool:
        """Is there a provider for it?"""
        return bool(self.providers.get(operation))
