"""The contract between the bot and a provider: values that go in and out, and one ABC.

A job walks through `check` (free), `prepare` (uploads; free and repeatable), `submit` (the call
that costs), `poll` until done, `fetch` per artifact. All values are small and frozen; a provider
keeps no job state that a restart would lose, apart from work that costs nothing to repeat.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.errors import UnsupportedRequest


class Operation(StrEnum):
    """What a provider can be asked for."""

    GENERATE = "generate"  # pictures from words
    EDIT = "edit"  # pictures from words and pictures
    UPSCALE = "upscale"  # the same picture, larger


class Recovery(StrEnum):
    """What can be done when the answer to a submit was lost."""

    LOOKUP = "lookup"  # `find` knows the task by our idempotency key
    REPEAT = "repeat"  # submitting again costs nothing
    NONE = "none"  # nothing: the job fails with submission_unknown and is released


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePicture:
    """An input picture in the spool: upright, without metadata, checked."""

    path: Path
    media_type: str  # image/jpeg or image/png: every service takes both
    width: int  # pixels
    height: int
    size: int  # bytes
    has_alpha: bool = False
    was_jpeg: bool = False  # the user's file was lossy, whatever the spool holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One order to a provider; None means the provider's own default."""

    operation: Operation
    prompt: str = ""
    negative_prompt: str = ""
    sources: tuple[SourcePicture, ...] = ()
    aspect_ratio: str | None = None  # "16:9"
    count: int | None = None  # pictures wanted
    model: str | None = None
    seed: int | None = None
    scale: int | None = None  # 2 or 4, for upscales
    options: Mapping[str, int | str] = field(
        default_factory=dict
    )  # the provider's own, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The values that one option of a provider takes: named words, or whole numbers."""

    minimum: int = 0
    maximum: int = 0
    words: tuple[str, ...] = ()

    def takes(self, value: int | str) -> bool:
        """Is this value in the range? Words are compared without case."""
        if self.words:
            return str(value).upper() in {word.upper() for word in self.words}
        return isinstance(value, int) and self.minimum <= value <= self.maximum

    @override
    def __str__(self) -> str:
        return ", ".join(self.words) if self.words else f"{self.minimum}-{self.maximum}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one operation of one provider takes and makes. Empty tuples: the option does not exist."""

    models: tuple[str, ...] = ()  # names as users write them; the first is the default
    aspect_ratios: tuple[str, ...] = ()  # the first is the default
    max_count: int = 1
    default_count: int = 1
    bundled: bool = (
        False  # pictures come together: billed as one credit, n delivers the first
    )
    scales: tuple[int, ...] = ()
    own_scale: int | None = (
        None  # no choice: the service enlarges by about this; a wish for it is met
    )
    max_sources: int = 0
    max_prompt: int = 4000  # characters
    prompt_required: bool = True
    takes_prompt: bool = True  # False: words would be dropped, so they are refused
    takes_seed: bool = False
    takes_negative_prompt: bool = False
    options: Mapping[str, Range] = field(default_factory=dict)
    max_source_bytes: int = 10_000_000
    max_source_side: int = 8192  # pixels
    max_source_pixels: int = 40_000_000
    min_source_side: int = 16
    max_result_bytes: int = 50_000_000
    max_result_pixels: int = 120_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When to ask a service again, and when to give up; all in seconds.

    `steps` are (age of the task, interval) pairs, oldest last: 2 s at first, 4 s from 20 s on.
    """

    steps: tuple[tuple[float, float], ...]
    deadline: float  # without progress
    hard_deadline: float  # in all, queue included
    unknown_grace: float = (
        15.0  # a submit not found by its key may still appear so long
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """A provider's facts as data: routing, refusals and documentation read them."""

    operations: Mapping[Operation, Limits]
    recovery: Recovery
    pace: Pace
    concurrency: int  # tasks at once that the account stands
    can_cancel: bool = False
    has_balance: bool = False
    is_free: bool = False


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


class ImageProvider(ABC):
    """One vendor. Constructed with its settings, an HTTP client it does not own, and a Clock.

    All coroutine methods raise only members of `providers.errors`' tree (and CancelledError).
    """

    name: ClassVar[str]

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What this provider, with this account, can do."""

    def check(self, request: Request) -> None:
        """Refuse, before anything is charged, what this provider cannot do.

        Raises:
            UnsupportedRequest: with a code of its own and the values that would work.
        """
        limits = self.capabilities.operations.get(request.operation)
        if limits is None:
            raise UnsupportedRequest(
                f"{self.name} does not {request.operation}",
                code="operation_unsupported",
            )
        check_limits(request, limits)

    async def prepare(self, request: Request) -> Prepared:
        """Bring the sources to the service. Costs nothing; may be repeated after a crash."""
        return Prepared(request=request)

    @abstractmethod
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        """Order the pictures: the call that costs.

        Args:
            prepared: what `prepare` answered.
            key: a uuid4 chosen and saved before; the service's idempotency key where it has one.

        Raises:
            SubmissionUnknown: the request left and its answer was lost. Never anything else then:
                all other errors promise that the service did not take the task.
        """

    async def find(self, key: str) -> str | None:
        """The remote id of the task submitted with this key; None when the service knows none.

        Only for `Recovery.LOOKUP`.
        """
        del key
        raise UnsupportedRequest(
            f"{self.name} has no look-up", code="lookup_unsupported"
        )

    @abstractmethod
    async def poll(self, remote_id: str) -> Snapshot:
        """The task now.

        Raises:
            TaskLost: the service does not know the id.
            TaskFailed, RequestRejected, AccountError: the task ended without a picture.
            TransientError: ask again.
        """

    @abstractmethod
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        """Write the picture's bytes, unchanged, to `destination` (atomically, size capped).

        Raises:
            TransientError: ask again (after a fresh `poll` when the address has expired).
            TaskFailed: what the service sent is no picture, or over the caps.
        """

    async def cancel(self, remote_id: str) -> bool:
        """Ask the service to stop; True when it said that it will. Never raises for "too late"."""
        del remote_id
        return False

    async def balance(self) -> Balance | None:
        """What is left on the account; None where the service does not tell.

        Raises:
            KeyRefused: so this is also the check of the key.
        """
        return None

    async def close(self) -> None:
        """Give back what the provider opened itself."""
        return


def check_limits(request: Request, limits: Limits) -> None:
    """Hold a request against the limits of its operation.

    Raises:
        UnsupportedRequest: code names the option, `args_for_text["allowed"]` what would work.
    """
    _check_prompt(request, limits)
    _check_choice("model", request.model, limits.models)
    _check_choice("aspect_ratio", request.aspect_ratio, limits.aspect_ratios)
    own_scale = () if limits.own_scale is None else (limits.own_scale,)
    _check_choice("scale", request.scale, limits.scales or own_scale)
    if request.count is not None and not 1 <= request.count <= limits.max_count:
        _refuse("count", f"1-{limits.max_count}" if limits.max_count > 1 else "1")
    if request.seed is not None and not limits.takes_seed:
        _refuse("seed", "")
    if request.negative_prompt and not limits.takes_negative_prompt:
        _refuse("negative_prompt", "")
    for name, value in request.options.items():
        allowed = limits.options.get(name)
        if allowed is None or not allowed.takes(value):
            _refuse(
                "option" if allowed is None else "option_value",
                str(allowed or ""),
                name,
            )
    _check_sources(request, limits)


def _check_prompt(request: Request, limits: Limits) -> None:
    if request.prompt.strip() and not limits.takes_prompt:
        _refuse("prompt", "")
    if limits.prompt_required and not request.prompt.strip():
        raise UnsupportedRequest(code="prompt_missing")
    if len(request.prompt) > limits.max_prompt:
        raise UnsupportedRequest(
            code="prompt_too_long",
            args_for_text={"allowed": limits.max_prompt, "length": len(request.prompt)},
        )


def _check_choice(
    name: str, value: str | int | None, allowed: tuple[str | int, ...]
) -> None:
    if value is not None and value not in allowed:
        _refuse(name, ", ".join(str(choice) for choice in allowed))


def _check_sources(request: Request, limits: Limits) -> None:
    if request.operation is not Operation.GENERATE and not request.sources:
        raise UnsupportedRequest(code="picture_missing")
    if len(request.sources) > limits.max_sources:
        raise UnsupportedRequest(
            code="too_many_pictures", args_for_text={"allowed": limits.max_sources}
        )
    for source in request.sources:
        if min(source.width, source.height) < limits.min_source_side:
            raise UnsupportedRequest(
                code="picture_too_small",
                args_for_text={"allowed": limits.min_source_side},
            )


def _refuse(name: str, allowed: str, option: str = "") -> None:
    code = f"{name}_unsupported" if allowed else f"{name}_not_taken"
    raise UnsupportedRequest(
        f"{name}: {allowed}",
        code=code,
        args_for_text={"allowed": allowed, "option": option},
    )
