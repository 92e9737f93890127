"""Ideogram's official API against its emulator on loopback."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.ideogram import IdeogramProvider, IdeogramSettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.ideogram import KEY, IdeogramEmulator
from tests.fakes.clock import FakeClock

LINK_LIFE = 600.0


class IdeogramRig(LoopbackRig):
    """Answered at once: nothing to poll slowly, to renew, to cancel; no balance is told."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.SLOW_POLL,
        Scene.EXPIRED_LINK,
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = tuple(Operation)
    faults: ClassVar[Faults] = {Scene.PARTIAL: {"name": "unsafe", "count": 1}}
    poll_seconds = 3.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = IdeogramEmulator(clock=clock, tiny=True, link_life=LINK_LIFE)
        super().__init__(folder, clock, self.emulator, key=KEY)

    @override
    def provider(self) -> ImageProvider:
        settings = IdeogramSettings(api_key=self.key, api_url=self.server.url)
        return IdeogramProvider(settings=settings, http=self.http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.GENERATE:
            return Request(operation=operation, prompt=self.prompt, count=2)
        return Request(
            operation=operation, prompt=self.prompt, sources=(self.source(),)
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
    async def lose_tasks(self) -> None:
        await self.clock.advance(LINK_LIFE + 1)  # the addresses were all there was
