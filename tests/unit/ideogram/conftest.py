"""Both emulators on loopback and the providers that speak to them, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from providers.http import HttpClient
from providers.ideogram import IdeogramProvider, IdeogramSettings
from providers.ideogram_gateway import GatewayProvider, GatewaySettings
from tests.emulators.ideogram import KEY, IdeogramEmulator
from tests.emulators.ideogram_gateway import KEY as GATEWAY_KEY
from tests.emulators.ideogram_gateway import GatewayEmulator
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock
from tests.unit.provider_stage import ProviderStage


@dataclass(slots=True, kw_only=True)
class Stage(ProviderStage):
    """An account at each, with the clock by hand."""

    official: IdeogramEmulator
    gateway: GatewayEmulator
    official_url: str
    gateway_url: str

    def ideogram(self) -> IdeogramProvider:
        """A new instance for the official API."""
        settings = IdeogramSettings(api_key=KEY, api_url=self.official_url)
        return IdeogramProvider(settings=settings, http=self.http, clock=self.clock)

    def relay(self, **changes: Any) -> GatewayProvider:
        """A new instance for the gateway."""
        settings = GatewaySettings(key=GATEWAY_KEY, url=self.gateway_url, **changes)
        return GatewayProvider(settings=settings, http=self.http, clock=self.clock)


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
