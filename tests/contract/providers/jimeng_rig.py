"""Jimeng against its emulator on loopback."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.jimeng import JimengProvider, JimengSettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.fakes.clock import FakeClock


class JimengRig(LoopbackRig):
    """All scenes but cancel, which the service does not offer."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {Scene.CANCEL}
    operations: ClassVar[tuple[Operation, ...]] = tuple(Operation)
    faults: ClassVar[Faults] = {Scene.PARTIAL: {"name": "partial"}}
    poll_seconds = 2.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = JimengEmulator(clock=clock, tiny=True)
        super().__init__(folder, clock, self.emulator, key=SESSION)

    @override
    def provider(self) -> ImageProvider:
        settings = JimengSettings(
            session_id=self.key,
            api_url=self.server.url,
            imagex_url=self.server.url,
        )
        return JimengProvider(settings=settings, http=self.http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        if operation is Operation.GENERATE:
            return Request(operation=operation, prompt=self.prompt)
        prompt = self.prompt if operation is Operation.EDIT else ""
        return Request(operation=operation, prompt=prompt, sources=(self.source(),))

    @override
    def unsupported(self) -> Mapping[str, Request]:
        return {
            "prompt_missing": Request(operation=Operation.GENERATE),
            "model_unsupported": Request(
                operation=Operation.GENERATE, prompt="x", model="9"
            ),
            "aspect_ratio_unsupported": Request(
                operation=Operation.GENERATE, prompt="x", aspect_ratio="5:1"
            ),
            "count_unsupported": Request(
                operation=Operation.GENERATE, prompt="x", count=5
            ),
            "picture_missing": Request(operation=Operation.EDIT, prompt="x"),
            "scale_unsupported": Request(
                operation=Operation.UPSCALE, scale=3, sources=(self.source(),)
            ),
        }

    @override
    async def lose_tasks(self) -> None:
        self.emulator.forget_tasks()
