"""The emulator on loopback and the provider that speaks to it, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from providers.base import Operation, PreviewSink, Request, Snapshot
from providers.http import HttpClient
from providers.openai_images import OpenaiProvider, OpenaiSettings
from tests.emulators.openai_images import KEY, OpenaiEmulator
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock
from tests.fakes.sources import source_in

ORDER_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@dataclass(slots=True, kw_only=True)
class Stage:
    """One key at one service, with the clock by hand."""

    clock: FakeClock
    emulator: OpenaiEmulator
    settings: OpenaiSettings
    http: HttpClient
    folder: Path

    @property
    def scratch(self) -> Path:
        """Where pictures wait that came inside an answer."""
        return self.folder / "scratch"

    def provider(self, **changes: Any) -> OpenaiProvider:
        """A new instance, with other settings if need be."""
        return OpenaiProvider(
            settings=replace(self.settings, **changes),
            http=self.http,
            clock=self.clock,
            scratch=self.scratch,
        )

    def generate(self, prompt: str = "a cat", **more: Any) -> Request:
        """An order of pictures from text."""
        return Request(operation=Operation.GENERATE, prompt=prompt, **more)

    def edit(self, *formats: str, **more: Any) -> Request:
        """An order to edit pictures of these formats."""
        sources = tuple(
            source_in(self.folder, f"source-{index}", form=form)
            for index, form in enumerate(formats)
        )
        return Request(
            operation=Operation.EDIT, prompt="add a hat", sources=sources, **more
        )

    async def order(
        self,
        provider: OpenaiProvider,
        request: Request,
        preview: PreviewSink | None = None,
    ) -> Snapshot:
        """From check to the result that a restart would find."""
        provider.check(request)
        prepared = replace(await provider.prepare(request), preview=preview)
        submission = await provider.submit(prepared, ORDER_KEY)
        found = await self.provider().poll(submission.remote_id)
        assert found == submission.snapshot
        return found


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything up."""
    clock = FakeClock()
    emulator = OpenaiEmulator(clock=clock, link_life=600)
    http = HttpClient(read_wait=0, read_timeout=2)
    async with serve(emulator.app) as url:
        yield Stage(
            clock=clock,
            emulator=emulator,
            settings=OpenaiSettings(api_key=KEY, base_url=f"{url}/v1"),
            http=http,
            folder=tmp_path,
        )
        await http.close()
