"""Ideogram's official API against its emulator on loopback."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.http import HttpClient
from providers.ideogram import IdeogramProvider, IdeogramSettings
from tests.contract.providers.rig import ProviderRig, Scene
from tests.emulators.ideogram import KEY, IdeogramEmulator
from tests.emulators.server import LoopbackServer
from tests.fakes.clock import FakeClock

LINK_LIFE = 600.0
_FAULTS: Mapping[Scene, str] = {
    Scene.RATE_LIMIT: "too_many",
    Scene.LOST_ANSWER: "lost_answer",
    Scene.CUT_BEFORE: "dropped",
    Scene.HUGE_RESULT: "huge_result",
    Scene.BROKEN_RESULT: "broken_result",
}


class IdeogramRig(ProviderRig):
    """Answered at once: nothing to poll slowly, to renew, to cancel; no balance is told."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.SLOW_POLL,
        Scene.EXPIRED_LINK,
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = tuple(Operation)

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        super().__init__(folder, clock)
        self.emulator = IdeogramEmulator(clock=clock, tiny=True, link_life=LINK_LIFE)
        self._server = LoopbackServer(self.emulator.app)
        self._http = HttpClient(read_wait=0, read_timeout=0.5)
        self._key = KEY
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
        settings = IdeogramSettings(api_key=self._key, api_url=self._server.url)
        return IdeogramProvider(settings=settings, http=self._http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.GENERATE:
            return Request(operation=operation, prompt=self._prompt, count=2)
        return Request(
            operation=operation, prompt=self._prompt, sources=(self._source(),)
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
        good = self.request(Operation.GENERATE)
        upscale = self.request(Operation.UPSCALE)
        edit = self.request(Operation.EDIT)
        heavy = replace(upscale.sources[0], size=10_000_001)
        return {
            "prompt_missing": replace(good, prompt=" "),
            "model_not_taken": replace(good, model="v3"),
            "aspect_ratio_unsupported": replace(good, aspect_ratio="21:9"),
            "count_unsupported": replace(good, count=9),
            "seed_unsupported": replace(good, seed=2**31),
            "option_value_unsupported": replace(good, options={"style_type": "BEST"}),
            "option_not_taken": replace(good, options={"resemblance": 5}),
            "scale_unsupported": replace(upscale, scale=4),
            "picture_too_heavy": replace(upscale, sources=(heavy,)),
            "picture_missing": replace(edit, sources=()),
            "too_many_pictures": replace(edit, sources=edit.sources * 2),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        if scene in _FAULTS:
            self.emulator.faults.fail_next(_FAULTS[scene])
        elif scene is Scene.PARTIAL:
            self.emulator.faults.fail_next("unsafe", count=1)
        elif scene is Scene.MODERATION:
            self._prompt = "EMU_BLOCK"
        elif scene is Scene.AWAY:
            await self._server.stop()
        elif scene is Scene.LOST_TASK:
            await self.clock.advance(LINK_LIFE + 1)  # the addresses were all there was
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
