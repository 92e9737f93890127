"""What comes back from a provider, on the way and at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from providers.base.orders import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A picture that is still being made, as coarse as it is now."""

    number: int  # from 0; a later one is finer
    data: bytes  # a whole picture file


PreviewSink = Callable[[Preview], None]
"""Takes a preview and returns at once; it never raises, the call that costs is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A request whose inputs lie at the service. Free, repeatable, not stored."""

    request: Request
    uploads: tuple[str, ...] = ()  # the service's names of the sources, in order
    preview: PreviewSink | None = (
        None  # set by who can show previews; most services have none
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One produced picture as the service offers it."""

    artifact_id: str  # stable within its task; the same picture never has two
    url: str | None = None
    data: bytes | None = None  # when the service sends bytes instead of an address
    path: Path | None = None  # when an engine on this machine wrote it
    expires_at: float | None = None  # unix seconds, when the address says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a task is. None: the service does not say."""

    fraction: float | None = None  # 0..1
    queue_position: int | None = None  # tasks ahead of this one; None or 0 when it runs
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A task at one moment. Failures are raised, not reported here.

    Attributes:
        artifacts: all pictures there are so far, in a stable order; grows until `is_done`.
        expected: pictures to come in all; None while the service does not say.
        notices: codes of what the user should know ("resolution_reduced", "some_refused").
    """

    is_done: bool
    progress: Progress = field(default_factory=Progress)
    artifacts: tuple[Artifact, ...] = ()
    expected: int | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The service took the task.

    Attributes:
        remote_id: the service's id, saved before anything else happens.
        snapshot: the whole result when the service answers at once.
        notices: as in `Snapshot`.
    """

    remote_id: str
    snapshot: Snapshot | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the account has left."""

    amount: float
    unit: str  # "credits"
