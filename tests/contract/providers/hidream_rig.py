"""HiDream against its emulator on loopback."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.hidream import HidreamProvider, HidreamSettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.hidream import HidreamEmulator
from tests.emulators.hidream.emulator import TOKEN
from tests.fakes.clock import FakeClock


class HidreamRig(LoopbackRig):
    """All scenes but cancel and balance, which the service does not offer."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = tuple(Operation)
    faults: ClassVar[Faults] = {
        Scene.PARTIAL: {"name": "ends", "status": 4, "count": 1},
        Scene.MODERATION: {"name": "ends", "status": 4},
    }
    poll_seconds = 2.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = HidreamEmulator(clock=clock, tiny=True)
        super().__init__(folder, clock, self.emulator, key=TOKEN)

    @override
    async def stop(self) -> None:
        await self.emulator.close()
        await super().stop()

    @override
    def provider(self) -> ImageProvider:
        settings = HidreamSettings(token=self.key, api_url=self.server.url)
        return HidreamProvider(settings=settings, http=self.http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.UPSCALE:
            return Request(operation=operation, sources=(self.source(),), scale=2)
        sources = (self.source(),) if operation is Operation.EDIT else ()
        return Request(operation=operation, prompt="a cat", sources=sources, count=2)

    @override
    def unsupported(self) -> Mapping[str, Request]:
        picture = self.source()
        large = replace(picture, width=2049, height=20)
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
                operation=upscale, scale=3, sources=(picture,)
            ),
            "picture_too_large_for_scale": Request(
                operation=upscale, scale=4, sources=(large,)
            ),
        }

    @override
    async def lose_tasks(self) -> None:
        self.emulator.forget_tasks()
