"""HiDream against its emulator on loopback."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.hidream import HidreamProvider, HidreamSettings
from providers.http import HttpClient
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.hidream import HidreamEmulator
from tests.emulators.hidream.emulator import TOKEN
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock

_FAULTS: Mapping[Scene, Mapping[str, Any]] = {
    Scene.PARTIAL: {"name": "ends", "status": 4, "count": 1},
    Scene.MODERATION: {"name": "ends", "status": 4},
    Scene.RATE_LIMIT: {"name": "too_many"},
    Scene.LOST_ANSWER: {"name": "lost_answer"},
    Scene.CUT_BEFORE: {"name": "dropped"},
    Scene.SLOW_POLL: {"name": "slow", "call": "poll"},
    Scene.EXPIRED_LINK: {"name": "expired_links"},
    Scene.HUGE_RESULT: {"name": "huge_result"},
    Scene.BROKEN_RESULT: {"name": "broken_result"},
}


class HidreamRig(ProviderRig):
    """All scenes but cancel and balance, which the service does not offer."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = tuple(Operation)

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        super().__init__(folder, clock)
        self.emulator = HidreamEmulator(clock=clock, tiny=True)
        self._server = LoopbackServer(self.emulator.app)
        self._http = HttpClient(read_wait=0, read_timeout=0.5)
        self._token = TOKEN

    @override
    async def start(self) -> None:
        await self._server.start()

    @override
    async def stop(self) -> None:
        await self._http.close()
        await self.emulator.close()
        await self._server.stop()

    @override
    def provider(self) -> ImageProvider:
        settings = HidreamSettings(token=self._token, api_url=self._server.url)
        return HidreamProvider(settings=settings, http=self._http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.UPSCALE:
            return Request(operation=operation, sources=(self._source(),), scale=2)
        sources = (self._source(),) if operation is Operation.EDIT else ()
        return Request(operation=operation, prompt="a cat", sources=sources, count=2)

    def _source(self, width: int = 48, height: int = 32) -> SourcePicture:
        path = self.folder / "source.png"
        Image.radial_gradient("L").resize((48, 32)).convert("RGB").save(path)
        return SourcePicture(
            path=path,
            media_type="image/png",
            width=width,
            height=height,
            size=path.stat().st_size,
        )

    @override
    def unsupported(self) -> Mapping[str, Request]:
        generate, upscale = Operation.GENERATE, Operation.UPSCALE
        return {
            "prompt_missing": Request(operation=generate),
            "model_unsupported": Request(operation=generate, prompt="x", model="9"),
            "aspect_ratio_unsupported": Request(
                operation=generate, prompt="x", aspect_ratio="21:9"
            ),
            "count_unsupported": Request(operation=generate, prompt="x", count=5),
            "seed_not_taken": Request(operation=generate, prompt="x", seed=1),
            "picture_missing": Request(operation=upscale),
            "scale_unsupported": Request(
                operation=upscale, scale=3, sources=(self._source(),)
            ),
            "picture_too_large_for_scale": Request(
                operation=upscale, scale=4, sources=(self._source(2049, 20),)
            ),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        if scene in _FAULTS:
            self.emulator.faults.fail_next(**_FAULTS[scene])
        elif scene is Scene.AWAY:
            await self._server.stop()
        elif scene is Scene.LOST_TASK:
            self.emulator.forget_tasks()
        elif scene is Scene.WRONG_KEY:
            self._token = "somebody-else"
        else:
            await super().stage(scene)

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(2)

    @override
    def paid_submits(self) -> int:
        return len(self.emulator.log.paid_submits)
