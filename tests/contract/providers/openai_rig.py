"""OpenAI's images API against its emulator on loopback: with base64, and as a relay with addresses."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.openai_images import OpenaiProvider, OpenaiSettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.openai_images import KEY, OpenaiEmulator
from tests.fakes.clock import FakeClock

_NEVER = frozenset({Scene.SLOW_POLL, Scene.EXPIRED_LINK, Scene.CANCEL, Scene.BALANCE})


class OpenaiRig(LoopbackRig):
    """Answered at once with base64: the pictures are here when the order is taken."""

    scenes: ClassVar[frozenset[Scene]] = (
        frozenset(Scene) - _NEVER - {Scene.HUGE_RESULT, Scene.BROKEN_RESULT}
    )
    operations: ClassVar[tuple[Operation, ...]] = (Operation.GENERATE, Operation.EDIT)
    faults: ClassVar[Faults] = {Scene.PARTIAL: {"name": "fewer", "count": 1}}
    poll_seconds = 3.0
    gives_urls: ClassVar[bool] = False

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = OpenaiEmulator(
            clock=clock, tiny=True, gives_urls=self.gives_urls, link_life=600
        )
        self._scratch = folder / "scratch"
        super().__init__(folder, clock, self.emulator, key=KEY)

    @override
    def provider(self) -> ImageProvider:
        return OpenaiProvider(
            settings=OpenaiSettings(api_key=self.key, base_url=f"{self.server.url}/v1"),
            http=self.http,
            clock=self.clock,
            scratch=self._scratch,
        )

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.GENERATE:
            return Request(operation=operation, prompt=self.prompt, count=2)
        sources = (self.source("a"), self.source("b"))
        return Request(operation=operation, prompt=self.prompt, sources=sources)

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
    async def lose_tasks(self) -> None:
        shutil.rmtree(self._scratch)  # the files were all there was


class OpenaiRelayRig(OpenaiRig):
    """Answered at once with addresses, which do not say when they end."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - _NEVER - {Scene.LOST_TASK}
    gives_urls: ClassVar[bool] = True
