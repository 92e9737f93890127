"""The gateway against its emulator on loopback: with tasks, and with the list at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.ideogram_gateway import GatewayProvider, GatewaySettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.ideogram_gateway import KEY, GatewayEmulator, Shape
from tests.fakes.clock import FakeClock

_NEVER = frozenset({Scene.CANCEL, Scene.BALANCE})


class GatewayTaskRig(LoopbackRig):
    """Orders become tasks; the query does not say how many pictures were ordered."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - _NEVER - {Scene.PARTIAL}
    operations: ClassVar[tuple[Operation, ...]] = (Operation.UPSCALE,)
    faults: ClassVar[Faults] = {Scene.PARTIAL: {"name": "unsafe", "count": 1}}
    poll_seconds = 3.0
    shape: ClassVar[Shape] = Shape.TASK
    run_seconds: ClassVar[float] = 6.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = GatewayEmulator(
            clock=clock, shape=self.shape, run_seconds=self.run_seconds, link_life=600
        )
        super().__init__(folder, clock, self.emulator, key=KEY, prompt="")

    @override
    def provider(self) -> ImageProvider:
        settings = GatewaySettings(key=self.key, url=self.server.url)
        return GatewayProvider(settings=settings, http=self.http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        return Request(
            operation=operation,
            prompt=self.prompt,
            count=2,
            sources=(self.source(),),
        )

    @override
    def unsupported(self) -> Mapping[str, Request]:
        good = self.request(Operation.UPSCALE)
        return {
            "operation_unsupported": Request(operation=Operation.GENERATE, prompt="x"),
            "scale_unsupported": replace(good, scale=4),
            "count_unsupported": replace(good, count=9),
            "seed_unsupported": replace(good, seed=2**31),
            "option_value_unsupported": replace(good, options={"resemblance": 0}),
            "option_not_taken": replace(good, options={"quality": "high"}),
            "negative_prompt_not_taken": replace(good, negative_prompt="fog"),
            "picture_missing": replace(good, sources=()),
            "too_many_pictures": replace(good, sources=good.sources * 2),
        }

    @override
    async def lose_tasks(self) -> None:
        self.emulator.forget()


class GatewayCometRig(GatewayTaskRig):
    """The same tasks, told in other words."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(
        {Scene.LIFE, Scene.MODERATION, Scene.RESTART}
    )
    shape: ClassVar[Shape] = Shape.COMET


class GatewayListRig(GatewayTaskRig):
    """Answered at once, as Ideogram itself answers."""

    scenes: ClassVar[frozenset[Scene]] = (
        frozenset(Scene) - _NEVER - {Scene.SLOW_POLL, Scene.EXPIRED_LINK}
    )
    shape: ClassVar[Shape] = Shape.LIST
    run_seconds: ClassVar[float] = 0.0

    @override
    async def lose_tasks(self) -> None:
        await self.clock.advance(601)  # the addresses were all there was
