"""One order under way without a chat: what its steps share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bot.domain.errors import BotError
from bot.services.ports import PictureTools
from bot.services.routing import Routes
from providers.base import ImageProvider, Progress, Request
from providers.clock import Clock
from providers.errors import ProviderError


class Stage(Enum):
    """What is going on."""

    ORDERING = "ordering"
    WAITING = "waiting"  # the provider is busy; it is asked again
    WORKING = "working"


class Ending(Enum):
    """What became of an order that was called off."""

    NOTHING_ORDERED = "nothing_ordered"
    STOPPED = "stopped"  # the provider said that it stops
    GOES_ON = "goes_on"  # it cannot be stopped, or did not say so
    UNKNOWN = "unknown"  # the call that costs had left; nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a screen is told."""

    provider: str
    stage: Stage
    progress: Progress = field(default_factory=Progress)


class GaveUp(Exception):
    """The order ends here, for a reason that has a text.

    Attributes:
        cause: what the last provider, or the check before all providers, said.
        provider: who said it; None when nobody was asked.
    """

    def __init__(
        self, cause: BotError | ProviderError, provider: str | None = None
    ) -> None:
        super().__init__(cause.code)
        self.cause = cause
        self.provider = provider


@dataclass(slots=True, kw_only=True)
class Errand:
    """An order, and everything that it is done with.

    Attributes:
        insist: the only provider that is wanted.
        folder: for work; it goes away with the errand.
        watch: is told of every step.
        poll_interval, job_timeout: the operator's, in seconds; None leaves each provider its own.
        ending: what a call to stop would leave behind right now, or has left.
    """

    request: Request
    insist: str | None
    routes: Routes
    tools: PictureTools
    clock: Clock
    folder: Path
    watch: Callable[[Moment], None]
    poll_interval: float | None = None
    job_timeout: float | None = None
    ending: Ending = Ending.NOTHING_ORDERED

    def tell(
        self, provider: ImageProvider, stage: Stage, progress: Progress | None = None
    ) -> None:
        """Show how far it is."""
        moment = Moment(
            provider=provider.name, stage=stage, progress=progress or Progress()
        )
        self.watch(moment)
