"""What happens to a job: the events of its state machine, each told in the past tense."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from providers.base import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting:
    """A provider was chosen; the call that costs comes next."""

    provider: str
    key: str
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The provider took the task."""

    remote_id: str
    at: datetime
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """The provider certainly did not take the task, or failed it for reasons of its own.

    Attributes:
        may_ask_again: the same provider may be asked once more (busy, a task lost that cost nothing).
    """

    may_ask_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """The provider answered a poll."""

    progress: Progress
    at: datetime
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesReady:
    """Every picture that will come is in the spool."""

    at: datetime
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The chat has the pictures."""

    charged: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Nothing will come; `code` says why and has a text in every language."""

    code: str
    at: datetime
    args: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The user or the operator called it off before anything was delivered."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The runner took the job up, for the first time or again after a crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutDown:
    """The bot stops in good order; the next start takes the job up where it is."""


Event = (
    Submitting
    | Submitted
    | NotTaken
    | Progressed
    | PicturesReady
    | Delivered
    | Failed
    | Cancelled
    | Resumed
    | PutDown
)
