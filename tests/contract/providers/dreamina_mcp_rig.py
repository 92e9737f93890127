"""The intranet endpoint against its emulator on loopback, with the public site behind it."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import ImageProvider, Operation, Request
from providers.dreamina_mcp import DreaminaMcpProvider, DreaminaMcpSettings
from tests.contract.providers.loopback import Faults, LoopbackRig
from tests.contract.providers.rig import Scene
from tests.emulators.dreamina_mcp import DreaminaMcpEmulator
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.fakes.clock import FakeClock


class DreaminaMcpRig(LoopbackRig):
    """All scenes but cancel and balance."""

    scenes: ClassVar[frozenset[Scene]] = frozenset(Scene) - {
        Scene.CANCEL,
        Scene.BALANCE,
    }
    operations: ClassVar[tuple[Operation, ...]] = (Operation.GENERATE, Operation.EDIT)
    faults: ClassVar[Faults] = {Scene.PARTIAL: {"name": "partial"}}
    poll_seconds = 2.0

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.emulator = DreaminaMcpEmulator(JimengEmulator(clock=clock, tiny=True))
        super().__init__(folder, clock, self.emulator, key=SESSION)

    @override
    def provider(self) -> ImageProvider:
        settings = DreaminaMcpSettings(
            cookie=f"theme=dark; sessionid={self.key}",
            url=self.server.url,
            api_url=self.server.url,
            imagex_url=self.server.url,
        )
        return DreaminaMcpProvider(settings=settings, http=self.http, clock=self.clock)

    @override
    def request(self, operation: Operation) -> Request:
        sources = () if operation is Operation.GENERATE else (self.source(),)
        return Request(operation=operation, prompt=self.prompt, sources=sources)

    @override
    def unsupported(self) -> Mapping[str, Request]:
        generate = Operation.GENERATE
        return {
            "operation_unsupported": Request(
                operation=Operation.UPSCALE, sources=(self.source(),)
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
    async def lose_tasks(self) -> None:
        self.emulator.site.forget_tasks()
