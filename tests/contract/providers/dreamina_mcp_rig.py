"""The intranet endpoint against its emulator on loopback, with the public site behind it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.dreamina_mcp import DreaminaMcpProvider, DreaminaMcpSettings
from providers.http import HttpClient
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.dreamina_mcp import DreaminaMcpEmulator
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock

_FAULTS: Mapping[Scene, Mapping[str, Any]] = {
    Scene.PARTIAL: {"name": "partial"},
    Scene.RATE_LIMIT: {"name": "too_many"},
    Scene.LOST_ANSWER: {"name": "lost_answer"},
    Scene.CUT_BEFORE: {"name": "dropped"},
    Scene.SLOW_POLL: {"name": "slow", "call": "poll"},
    Scene.EXPIRED_LINK: {"name": "expired_links"},
    Scene.HUGE_RESULT: {"name": "huge_result"},
    Scene.BROKEN_RESULT: {"name": "broken_result"},
}


class DreaminaMcpRig(ProviderRig):
    """All scenes but cancel and balance."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = (Operation.GENERATE, Operation.EDIT)

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        super().__init__(folder, clock)
        self.emulator = DreaminaMcpEmulator(JimengEmulator(clock=clock, tiny=True))
        self._server = LoopbackServer(self.emulator.app)
        self._http = HttpClient(read_wait=0, read_timeout=0.5)
        self._session = SESSION
        self._prompt = "a cat on the moon"

    @override
    async def start(self) -> None:
        await self._server.start()

    @override
    async def stop(self) -> None:
        await self._http.close()
        await self._server.stop()

    @override
    def provider(self) -> ImageProvider:
        settings = DreaminaMcpSettings(
            cookie=f"theme=dark; sessionid={self._session}",
            url=self._server.url,
            api_url=self._server.url,
            imagex_url=self._server.url,
        )
        return DreaminaMcpProvider(settings=settings, http=self._http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        sources = () if operation is Operation.GENERATE else (self._source(),)
        return Request(operation=operation, prompt=self._prompt, sources=sources)

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
        generate = Operation.GENERATE
        return {
            "operation_unsupported": Request(
                operation=Operation.UPSCALE, sources=(self._source(),)
            ),
            "prompt_missing": Request(operation=generate),
            "model_unsupported": Request(operation=generate, prompt="x", model="9"),
            "aspect_ratio_unsupported": Request(
                operation=generate, prompt="x", aspect_ratio="5:1"
            ),
            "count_unsupported": Request(operation=generate, prompt="x", count=5),
            "seed_not_taken": Request(operation=generate, prompt="x", seed=1),
            "negative_prompt_not_taken": Request(
                operation=generate, prompt="x", negative_prompt="y"
            ),
            "picture_missing": Request(operation=Operation.EDIT, prompt="x"),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        if scene in _FAULTS:
            self.emulator.site.faults.fail_next(**_FAULTS[scene])
        elif scene is Scene.MODERATION:
            self._prompt = "EMU_BLOCK"
        elif scene is Scene.AWAY:
            await self._server.stop()
        elif scene is Scene.LOST_TASK:
            self.emulator.site.forget_tasks()
        elif scene is Scene.WRONG_KEY:
            self._session = "somebody-else"
        else:
            await super().stage(scene)

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(2)

    @override
    def paid_submits(self) -> int:
        return len(self.emulator.site.log.paid_submits)
