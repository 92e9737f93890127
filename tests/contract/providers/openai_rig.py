"""OpenAI's images API against its emulator on loopback: with base64, and as a relay with addresses."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.http import HttpClient
from providers.openai_images import OpenaiProvider, OpenaiSettings
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.openai_images import KEY, OpenaiEmulator
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock

_FAULTS: Mapping[Scene, str] = {
    Scene.PARTIAL: "fewer",
    Scene.RATE_LIMIT: "too_many",
    Scene.LOST_ANSWER: "lost_answer",
    Scene.CUT_BEFORE: "dropped",
    Scene.HUGE_RESULT: "huge_result",
    Scene.BROKEN_RESULT: "broken_result",
}
_NEVER = frozenset({Scene.SLOW_POLL, Scene.EXPIRED_LINK, Scene.CANCEL, Scene.BALANCE})


class OpenaiRig(ProviderRig):
    """Answered at once with base64: the pictures are here when the order is taken."""

    scenes: ClassVar[frozenset[Scene]] = (
        frozenset(Scene) - _NEVER - {Scene.HUGE_RESULT, Scene.BROKEN_RESULT}
    )
    operations: ClassVar[tuple[Operation, ...]] = (Operation.GENERATE, Operation.EDIT)
    gives_urls: ClassVar[bool] = False

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        super().__init__(folder, clock)
        self.emulator = OpenaiEmulator(
            clock=clock, tiny=True, gives_urls=self.gives_urls, link_life=600
        )
        self._server = LoopbackServer(self.emulator.app)
        self._http = HttpClient(read_wait=0, read_timeout=0.5)
        self._key = KEY
        self._prompt = "a cat on the moon"
        self._scratch = folder / "scratch"

    @override
    async def start(self) -> None:
        await self._server.start()

    @override
    async def stop(self) -> None:
        await self._http.close()
        await self._server.stop()

    @override
    def provider(self) -> ImageProvider:
        return OpenaiProvider(
            settings=OpenaiSettings(
                api_key=self._key, base_url=f"{self._server.url}/v1"
            ),
            http=self._http,
            clock=self.clock,
            scratch=self._scratch,
        )

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.GENERATE:
            return Request(operation=operation, prompt=self._prompt, count=2)
        sources = (self._source("a"), self._source("b"))
        return Request(operation=operation, prompt=self._prompt, sources=sources)

    def _source(self, name: str) -> SourcePicture:
        path = self.folder / f"{name}.png"
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
        good = self.request(Operation.GENERATE)
        edit = self.request(Operation.EDIT)
        return {
            "operation_unsupported": Request(operation=Operation.UPSCALE),
            "prompt_missing": replace(good, prompt=""),
            "prompt_too_long": replace(good, prompt="x" * 32_001),
            "model_unsupported": replace(good, model="4.5"),
            "aspect_ratio_unsupported": replace(good, aspect_ratio="16:9"),
            "count_unsupported": replace(good, count=11),
            "seed_not_taken": replace(good, seed=1),
            "negative_prompt_not_taken": replace(good, negative_prompt="fog"),
            "option_value_unsupported": replace(good, options={"quality": "best"}),
            "option_not_taken": replace(good, options={"detail": 5}),
            "picture_missing": replace(edit, sources=()),
            "too_many_pictures": replace(edit, sources=edit.sources * 9),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        if scene is Scene.PARTIAL:
            self.emulator.faults.fail_next("fewer", count=1)
        elif scene in _FAULTS:
            self.emulator.faults.fail_next(_FAULTS[scene])
        elif scene is Scene.MODERATION:
            self._prompt = "EMU_BLOCK"
        elif scene is Scene.AWAY:
            await self._server.stop()
        elif scene is Scene.LOST_TASK:
            shutil.rmtree(self._scratch)  # the files were all there was
        elif scene is Scene.WRONG_KEY:
            self._key = "sk-somebody-else"
        else:
            await super().stage(scene)

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(3)

    @override
    def paid_submits(self) -> int:
        return len(self.emulator.log.paid_submits)


class OpenaiRelayRig(OpenaiRig):
    """Answered at once with addresses, which do not say when they end."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - _NEVER - {Scene.LOST_TASK}
    gives_urls: ClassVar[bool] = True
