"""A rig whose provider speaks HTTP to an emulator on loopback."""

from abc import abstractmethod
from collections.abc import Mapping, Sized
from pathlib import Path
from typing import Any, ClassVar, Protocol

from starlette.types import ASGIApp
from typing_extensions import override

from providers.base import SourcePicture
from providers.http import HttpClient
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock
from tests.fakes.sources import source_in

Faults = Mapping[Scene, Mapping[str, Any]]
WRONG_KEY = "somebody-else"
USUAL: Faults = {
    Scene.RATE_LIMIT: {"name": "too_many"},
    Scene.LOST_ANSWER: {"name": "lost_answer"},
    Scene.CUT_BEFORE: {"name": "dropped"},
    Scene.SLOW_POLL: {"name": "slow", "call": "poll"},
    Scene.EXPIRED_LINK: {"name": "expired_links"},
    Scene.HUGE_RESULT: {"name": "huge_result"},
    Scene.BROKEN_RESULT: {"name": "broken_result"},
}


class Switches(Protocol):
    """An emulator's failures."""

    def fail_next(self, name: str, **more: Any) -> None:
        """Switch one on for the next call that it concerns."""


class Seen(Protocol):
    """What an emulator saw."""

    @property
    def paid_submits(self) -> Sized:
        """The submits that were taken."""


class Emulator(Protocol):
    """What every emulator of an HTTP service has."""

    @property
    def app(self) -> ASGIApp:
        """The service."""

    @property
    def faults(self) -> Switches:
        """Its failures."""

    @property
    def log(self) -> Seen:
        """Its requests."""


class LoopbackRig(ProviderRig):
    """What the rigs of HTTP services have in common.

    Attributes:
        faults: the emulator's own failures that stage a scene, beside the usual ones.
        poll_seconds: between two polls.
        server: serves the emulator's app, once started.
        http: for the provider's instances.
        key: for the provider's instances; refused after `Scene.WRONG_KEY`.
        prompt: of the requests; refused after `Scene.MODERATION`.
    """

    faults: ClassVar[Faults]
    poll_seconds: ClassVar[float]

    def __init__(
        self,
        folder: Path,
        clock: FakeClock,
        emulator: Emulator,
        *,
        key: str,
        prompt: str = "a cat on the moon",
    ) -> None:
        super().__init__(folder, clock)
        self.server = LoopbackServer(emulator.app)
        self.http = HttpClient(read_wait=0, read_timeout=0.5)
        self.key = key
        self.prompt = prompt
        self._emulator = emulator

    @abstractmethod
    async def lose_tasks(self) -> None:
        """Let the service forget every task."""

    @override
    async def start(self) -> None:
        await self.server.start()

    @override
    async def stop(self) -> None:
        await self.http.close()
        await self.server.stop()

    def source(self, name: str = "source") -> SourcePicture:
        """A small picture."""
        return source_in(self.folder, name)

    @override
    async def stage(self, scene: Scene) -> None:
        if fault := {**USUAL, **self.faults}.get(scene):
            self._emulator.faults.fail_next(**fault)
        elif scene is Scene.MODERATION:
            self.prompt = "EMU_BLOCK"
        elif scene is Scene.AWAY:
            await self.server.stop()
        elif scene is Scene.LOST_TASK:
            await self.lose_tasks()
        elif scene is Scene.WRONG_KEY:
            self.key = WRONG_KEY
        else:
            await super().stage(scene)

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(self.poll_seconds)

    @override
    def paid_submits(self) -> int:
        return len(self._emulator.log.paid_submits)
