"""The emulator on loopback and the provider that speaks to it, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Operation, Request, Snapshot, SourcePicture
from providers.hidream import HidreamProvider, HidreamSettings
from providers.http import HttpClient
from tests.emulators.hidream import HidreamEmulator
from tests.emulators.hidream.emulator import TOKEN
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@dataclass(slots=True, kw_only=True)
class Stage:
    """One account at one emulator, with the clock by hand."""

    clock: FakeClock
    emulator: HidreamEmulator
    settings: HidreamSettings
    http: HttpClient
    folder: Path

    def provider(self, **changes: Any) -> HidreamProvider:
        """A new instance, with another callback address or other settings if need be."""
        callback_url = changes.pop("callback_url", None)
        return HidreamProvider(
            settings=replace(self.settings, **changes),
            http=self.http,
            clock=self.clock,
            callback_url=callback_url,
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

    def generate(self, prompt: str = "a cat", **more: Any) -> Request:
        """An order of pictures from text."""
        return Request(operation=Operation.GENERATE, prompt=prompt, **more)

    def edit(self, count: int = 1, **more: Any) -> Request:
        """An edit with so many references."""
        sources = tuple(self.source(f"s{i}", (40 + i, 30)) for i in range(count))
        return Request(operation=Operation.EDIT, prompt="x", sources=sources, **more)

    def upscale(self, **more: Any) -> Request:
        """An enlargement."""
        return Request(operation=Operation.UPSCALE, sources=(self.source(),), **more)

    async def order(self, provider: HidreamProvider, request: Request) -> str:
        """From check to remote id."""
        provider.check(request)
        return (await provider.submit(await provider.prepare(request), KEY)).remote_id

    async def until_done(
        self, provider: HidreamProvider, remote_id: str
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
    """Everything up."""
    clock = FakeClock()
    emulator = HidreamEmulator(clock=clock, tiny=True)
    http = HttpClient(read_wait=0, read_timeout=2)
    async with serve(emulator.app) as url:
        yield Stage(
            clock=clock,
            emulator=emulator,
            settings=HidreamSettings(token=TOKEN, api_url=url),
            http=http,
            folder=tmp_path,
        )
        await http.close()
        await emulator.close()
