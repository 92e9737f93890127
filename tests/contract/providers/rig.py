"""What the contract suite asks of whoever brings a provider under it.

A rig owns one provider's whole world: the service's stand-in (an emulator on loopback, or nothing
for an engine on this machine), a clock, a folder with source pictures, and the switches that make
the service misbehave. To bring a provider under the suite, put a module `<name>_rig.py` beside
this one with one concrete subclass of `ProviderRig`; `rigs.py` finds it by its file name.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from providers.base import ImageProvider, Operation, Request
from tests.fakes.clock import FakeClock


class Scene(StrEnum):
    """The situations that a rig can stage. A rig lists those that its provider can meet."""

    LIFE = "life"  # submit, poll, fetch: nothing to stage
    PARTIAL = "partial"  # the next task brings fewer pictures than it promised
    MODERATION = "moderation"  # the next task is refused for its content
    RATE_LIMIT = "rate_limit"  # the next submit is refused: too much at once
    LOST_ANSWER = (
        "lost_answer"  # the next submit is carried out, its answer never comes
    )
    CUT_BEFORE = "cut_before"  # the next submit is not carried out, the line goes dead
    AWAY = "away"  # nothing listens at the service's address any more
    SLOW_POLL = "slow_poll"  # the next poll runs into the read time-out
    EXPIRED_LINK = "expired_link"  # the next task's addresses are stale; a fresh poll has good ones
    HUGE_RESULT = "huge_result"  # the next picture fetched is over the caps
    BROKEN_RESULT = "broken_result"  # the next picture fetched is no picture
    RESTART = "restart"  # a task survives the instance that ordered it
    LOST_TASK = "lost_task"  # the service has forgotten every task
    CANCEL = "cancel"  # `cancel` stops a running task
    BALANCE = "balance"  # `balance` tells what is left
    WRONG_KEY = "wrong_key"  # providers built from now on carry a key that is refused


class ProviderRig(ABC):
    """One provider and its stand-in, built anew for each test.

    Attributes:
        scenes: what `stage` can stage (`Scene.LIFE` stands for a plain run).
        operations: what the provider can be asked for.
        folder: an empty folder of this test.
        clock: the time of the provider and of its stand-in.
    """

    scenes: ClassVar[frozenset[Scene]]
    operations: ClassVar[tuple[Operation, ...]]

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.folder = folder
        self.clock = clock

    @abstractmethod
    async def start(self) -> None:
        """Bring up the stand-in; called once, before anything else."""

    @abstractmethod
    async def stop(self) -> None:
        """Take everything down that `start` and `provider` opened."""

    @abstractmethod
    def provider(self) -> ImageProvider:
        """A new instance of the provider; a second call is what a restart of the bot brings."""

    @abstractmethod
    def request(self, operation: Operation) -> Request:
        """A small order that the provider takes, with its source pictures in `folder`."""

    @abstractmethod
    def unsupported(self) -> Mapping[str, Request]:
        """Orders that `check` refuses, by the code it must give."""

    async def stage(self, scene: Scene) -> None:
        """Make the service misbehave once, as the scene says; only called for `scenes`."""
        raise AssertionError(f"{type(self).__name__} cannot stage {scene}")

    @abstractmethod
    async def pass_time(self) -> None:
        """Let the time between two polls go by: move the clock, or wait for the engine's next event."""

    @abstractmethod
    def paid_submits(self) -> int:
        """How many submissions the service has taken in all: what the operator pays for."""
