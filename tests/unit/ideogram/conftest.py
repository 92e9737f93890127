"""Both emulators on loopback and the providers that speak to them, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import ImageProvider, Operation, Request, Snapshot, SourcePicture
from providers.http import HttpClient
from providers.ideogram import IdeogramProvider, IdeogramSettings
from providers.ideogram_gateway import GatewayProvider, GatewaySettings
from tests.emulators.ideogram import KEY, IdeogramEmulator
from tests.emulators.ideogram_gateway import KEY as GATEWAY_KEY
from tests.emulators.ideogram_gateway import GatewayEmulator
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock

ORDER_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@dataclass(slots=True, kw_only=True)
class Stage:
    """An account at each, with the clock by hand."""

    clock: FakeClock
    official: IdeogramEmulator
    gateway: GatewayEmulator
    official_url: str
    gateway_url: str
    http: HttpClient
    folder: Path

    def ideogram(self) -> IdeogramProvider:
        """A new instance for the official API."""
        settings = IdeogramSettings(api_key=KEY, api_url=self.official_url)
        return IdeogramProvider(settings=settings, http=self.http, clock=self.clock)

    def relay(self, **changes: Any) -> GatewayProvider:
        """A new instance for the gateway."""
        settings = GatewaySettings(key=GATEWAY_KEY, url=self.gateway_url, **changes)
        return GatewayProvider(settings=settings, http=self.http, clock=self.clock)

    def source(self, size: tuple[int, int] = (48, 32)) -> SourcePicture:
        """A small picture in the spool."""
        path = self.folder / f"{size[0]}x{size[1]}.png"
        Image.radial_gradient("L").resize(size).convert("RGB").save(path)
        return SourcePicture(
            path=path,
            media_type="image/png",
            width=size[0],
            height=size[1],
            size=path.stat().st_size,
        )

    def upscale(self, **more: Any) -> Request:
        """An order to enlarge."""
        return Request(operation=Operation.UPSCALE, sources=(self.source(),), **more)

    async def order(self, provider: ImageProvider, request: Request) -> str:
        """From check to remote id."""
        provider.check(request)
        prepared = await provider.prepare(request)
        return (await provider.submit(prepared, ORDER_KEY)).remote_id

    async def until_done(self, provider: ImageProvider, remote_id: str) -> Snapshot:
        """Poll every three seconds until the end."""
        while not (snapshot := await provider.poll(remote_id)).is_done:
            await self.clock.advance(3)
        return snapshot


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything up."""
    clock = FakeClock()
    official = IdeogramEmulator(clock=clock, tiny=True, link_life=600)
    gateway = GatewayEmulator(clock=clock, link_life=600)
    http = HttpClient(read_wait=0, read_timeout=2)
    async with serve(official.app) as official_url, serve(gateway.app) as gateway_url:
        yield Stage(
            clock=clock,
            official=official,
            gateway=gateway,
            official_url=official_url,
            gateway_url=gateway_url,
            http=http,
            folder=tmp_path,
        )
        await http.close()
