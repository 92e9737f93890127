"""The emulators on loopback and the provider that speaks to them, for each test anew."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Operation, Request, Snapshot, SourcePicture
from providers.dreamina_mcp import DreaminaMcpProvider, DreaminaMcpSettings
from providers.http import HttpClient
from tests.emulators.dreamina_mcp import DreaminaMcpEmulator
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
COOKIE = f"theme=dark; sessionid={SESSION}; uid=30000000000001"


@dataclass(slots=True, kw_only=True)
class Stage:
    """One account in both places, with the clock by hand."""

    clock: FakeClock
    emulator: DreaminaMcpEmulator
    settings: DreaminaMcpSettings
    http: HttpClient
    folder: Path

    def provider(self) -> DreaminaMcpProvider:
        """A new instance."""
        return DreaminaMcpProvider(
            settings=self.settings, http=self.http, clock=self.clock
        )

    def source(
        self, name: str = "a", size: tuple[int, int] = (48, 32)
    ) -> SourcePicture:
        """A small picture in the spool."""
        path = self.folder / f"{name}.png"
        Image.radial_gradient("L").resize(size).convert("RGB").save(path)
        return SourcePicture(
            path=path,
            media_type="image/png",
            width=size[0],
            height=size[1],
            size=path.stat().st_size,
        )

    def generate(self, **more: Any) -> Request:
        """An order of pictures from text."""
        return Request(operation=Operation.GENERATE, prompt="a cat", **more)

    def edit(self, count: int = 1, **more: Any) -> Request:
        """An edit with so many pictures."""
        sources = tuple(self.source(f"s{i}", (40 + i, 30)) for i in range(count))
        return Request(operation=Operation.EDIT, prompt="x", sources=sources, **more)

    async def order(self, provider: DreaminaMcpProvider, request: Request) -> str:
        """From check to remote id."""
        provider.check(request)
        return (await provider.submit(await provider.prepare(request), KEY)).remote_id

    async def until_done(
        self, provider: DreaminaMcpProvider, remote_id: str
    ) -> list[Snapshot]:
        """Polls every second until the end."""
        seen = [await provider.poll(remote_id)]
        while not seen[-1].is_done:
            assert len(seen) < 200
            await self.clock.advance(1)
            seen.append(await provider.poll(remote_id))
        return seen


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything up: the endpoint and the public site at two addresses."""
    clock = FakeClock()
    emulator = DreaminaMcpEmulator(JimengEmulator(clock=clock, tiny=True))
    http = HttpClient(read_wait=0, read_timeout=2)
    async with AsyncExitStack() as stack:
        inside = await stack.enter_async_context(serve(emulator.app))
        outside = await stack.enter_async_context(serve(emulator.site.app))
        yield Stage(
            clock=clock,
            emulator=emulator,
            settings=DreaminaMcpSettings(
                cookie=COOKIE, url=inside, api_url=outside, imagex_url=outside
            ),
            http=http,
            folder=tmp_path,
        )
        await http.close()
