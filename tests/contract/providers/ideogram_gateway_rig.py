"""The gateway against its emulator on loopback: with tasks, and with the list at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.http import HttpClient
from providers.ideogram_gateway import GatewayProvider, GatewaySettings
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.ideogram_gateway import KEY, GatewayEmulator, Shape
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock

_FAULTS: Mapping[Scene, Mapping[str, str]] = {
    Scene.RATE_LIMIT: {"name": "too_many"},
    Scene.LOST_ANSWER: {"name": "lost_answer"},
    Scene.CUT_BEFORE: {"name": "dropped"},
    Scene.SLOW_POLL: {"name": "slow", "call": "poll"},
    Scene.EXPIRED_LINK: {"name": "expired_links"},
    Scene.HUGE_RESULT: {"name": "huge_result"},
    Scene.BROKEN_RESULT: {"name": "broken_result"},
}
_NEVER = frozenset({Scene.CANCEL, Scene.BALANCE})


class GatewayTaskRig(ProviderRig):
    """Orders become tasks; the query does not say how many pictures were ordered."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - _NEVER - {Scene.PARTIAL}
    operations: ClassVar[tuple[Operation, ...]] = (Operation.UPSCALE,)
    shape: ClassVar[Shape] = Shape.TASK
    run_seconds: ClassVar[float] = 6.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        super().__init__(folder, clock)
        self.emulator = GatewayEmulator(
            clock=clock, shape=self.shape, run_seconds=self.run_seconds, link_life=600
        )
        self._server = LoopbackServer(self.emulator.app)
        self._http = HttpClient(read_wait=0, read_timeout=0.5)
        self._key = KEY
        self._prompt = ""

    @override
    async def start(self) -> None:
        await self._server.start()

    @override
    async def stop(self) -> None:
        await self._http.close()
        await self._server.stop()

    @override
    def provider(self) -> ImageProvider:
        settings = GatewaySettings(key=self._key, url=self._server.url)
        return GatewayProvider(settings=settings, http=self._http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        return Request(
            operation=operation,
            prompt=self._prompt,
            count=2,
            sources=(self._source(),),
        )

    def _source(self) -> SourcePicture:
        path = self.folder / "source.png"
        Image.radial_gradient("L").resize((48, 32)).convert("RGB").save(path)
        return SourcePicture(
            path=path,
            media_type="image/png",
            width=48,
            height=32,
            size=path.stat().st_size,
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
    async def stage(self, scene: Scene) -> None:
        if scene in _FAULTS:
            self.emulator.faults.fail_next(**_FAULTS[scene])  # type: ignore[arg-type]
        elif scene is Scene.PARTIAL:
            self.emulator.faults.fail_next("unsafe", count=1)
        elif scene is Scene.MODERATION:
            self._prompt = "EMU_BLOCK"
        elif scene is Scene.AWAY:
            await self._server.stop()
        elif scene is Scene.LOST_TASK:
            self.emulator.forget()
        elif scene is Scene.WRONG_KEY:
            self._key = "somebody-else"
        else:
            await super().stage(scene)

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(3)

    @override
    def paid_submits(self) -> int:
        return len(self.emulator.log.paid_submits)


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
    async def stage(self, scene: Scene) -> None:
        if scene is Scene.LOST_TASK:
            await self.clock.advance(601)  # the addresses were all there was
        else:
            await super().stage(scene)
