"""Brings the built-in engine under the contract suite: the real one, on small pictures."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import wait
from dataclasses import replace
from typing import ClassVar

from PIL import Image
from typing_extensions import override

from providers.base import ImageProvider, Operation, Request, SourcePicture
from providers.local.provider import LocalProvider
from providers.local.workshop import Task
from tests.contract.providers.rig import ProviderRig, Scene

SIZE = (240, 160)  # half a second of work: long enough to be called off


class LocalRig(ProviderRig):
    """There is no service: the engine runs in this process, in real time."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(
        {Scene.LIFE, Scene.CANCEL, Scene.LOST_TASK}
    )
    operations: ClassVar[tuple[Operation, ...]] = (Operation.UPSCALE, Operation.EDIT)
    _providers: list[LocalProvider]

    @override
    async def start(self) -> None:
        self._providers = []
        self._forgotten = 0
        Image.effect_noise(SIZE, 50).convert("RGB").save(self.folder / "source.png")

    @override
    async def stop(self) -> None:
        for provider in self._providers:
            await provider.close()

    @override
    def provider(self) -> ImageProvider:
        provider = LocalProvider(self.folder / "scratch", clock=self.clock, workers=1)
        self._providers.append(provider)
        return provider

    @override
    def request(self, operation: Operation) -> Request:
        path = self.folder / "source.png"
        source = SourcePicture(
            path=path,
            media_type="image/png",
            width=SIZE[0],
            height=SIZE[1],
            size=path.stat().st_size,
        )
        if operation is Operation.EDIT:
            return Request(operation=operation, sources=(source,), prompt="sepia")
        return Request(operation=operation, sources=(source,), scale=2)

    @override
    def unsupported(self) -> Mapping[str, Request]:
        good = self.request(Operation.UPSCALE)
        huge = replace(good.sources[0], width=9000, height=9000)
        return {
            "operation_unsupported": Request(operation=Operation.GENERATE, prompt="x"),
            "scale_unsupported": replace(good, scale=3),
            "picture_missing": replace(good, sources=()),
            "too_many_pictures": replace(good, sources=good.sources * 2),
            "seed_not_taken": replace(good, seed=1),
            "edit_not_understood": Request(
                operation=Operation.EDIT, sources=good.sources, prompt="add a hat"
            ),
            "picture_too_large_for_scale": replace(good, sources=(huge,)),
        }

    @override
    async def stage(self, scene: Scene) -> None:
        if scene is Scene.CANCEL:
            return  # nothing to stage: it can always be called off
        assert scene is Scene.LOST_TASK
        for provider in self._providers:
            for task in provider._workshop.tasks():
                provider._workshop.stop(task)
        await self.pass_time()
        for provider in self._providers:
            for task in provider._workshop.tasks():
                provider._workshop.forget(task)
                self._forgotten += 1

    @override
    async def pass_time(self) -> None:
        futures = [task.future for task in self._tasks()]
        await asyncio.to_thread(wait, futures, 60)
        await self.clock.advance(0.25)

    @override
    def paid_submits(self) -> int:
        return len(self._tasks()) + self._forgotten

    def _tasks(self) -> list[Task]:
        return [task for one in self._providers for task in one._workshop.tasks()]
