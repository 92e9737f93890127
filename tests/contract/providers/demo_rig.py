"""Brings the drawing provider under the contract suite; its clock is the suite's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import (
    ImageProvider,
    Operation,
    Prepared,
    Request,
    SourcePicture,
    Submission,
)
from providers.demo.provider import DemoProvider
from providers.demo.troubles import MODERATION, PARTIAL
from tests.contract.providers.rig import ProviderRig, Scene


class CountedDemo(DemoProvider):
    """Counts what it took; the provider itself keeps nothing."""

    taken = 0

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        submission = await super().submit(prepared, key)
        self.taken += 1
        return submission


class DemoRig(ProviderRig):
    """There is no service; trouble is asked for by words in the prompt."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(
        {Scene.LIFE, Scene.PARTIAL, Scene.MODERATION, Scene.RESTART, Scene.CANCEL}
    )
    operations: ClassVar[tuple[Operation, ...]] = (Operation.GENERATE, Operation.EDIT)
    _providers: list[CountedDemo]

    @override
    async def start(self) -> None:
        self._providers = []
        self._words = ""
        Image.effect_noise((64, 48), 50).convert("RGB").save(self.folder / "in.png")

    @override
    async def stop(self) -> None:
        for provider in self._providers:
            await provider.close()

    @override
    def provider(self) -> ImageProvider:
        provider = CountedDemo(clock=self.clock, seconds=4)
        self._providers.append(provider)
        return provider

    @override
    def request(self, operation: Operation) -> Request:
        source = SourcePicture(
            path=self.folder / "in.png",
            media_type="image/png",
            width=64,
            height=48,
            size=1,
        )
        return Request(
            operation=operation,
            prompt=f"a quiet sea {self._words}",
            sources=() if operation is Operation.GENERATE else (source,),
        )

    @override
    def unsupported(self) -> Mapping[str, Request]:
        good = self.request(Operation.GENERATE)
        return {
            "operation_unsupported": Request(operation=Operation.UPSCALE),
            "prompt_missing": replace(good, prompt=" "),
            "prompt_too_long": replace(good, prompt="x" * 4001),
            "aspect_ratio_unsupported": replace(good, aspect_ratio="7:5"),
            "count_unsupported": replace(good, count=5),
            "model_not_taken": replace(good, model="best"),
            "picture_missing": replace(good, operation=Operation.EDIT),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        words = {Scene.PARTIAL: PARTIAL, Scene.MODERATION: MODERATION}
        self._words = words.get(scene, "")

    @override
    async def pass_time(self) -> None:
        await self.clock.advance(0.5)

    @override
    def paid_submits(self) -> int:
        return sum(provider.taken for provider in self._providers)
