"""The emulators on loopback and the provider that speaks to them, for each test anew."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from providers.dreamina_mcp import DreaminaMcpProvider, DreaminaMcpSettings
from providers.http import HttpClient
from tests.emulators.dreamina_mcp import DreaminaMcpEmulator
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock
from tests.unit.provider_stage import ProviderStage

COOKIE = f"theme=dark; sessionid={SESSION}; uid=30000000000001"


@dataclass(slots=True, kw_only=True)
class Stage(ProviderStage):
    """One account in both places, with the clock by hand."""

    emulator: DreaminaMcpEmulator
    settings: DreaminaMcpSettings

    def provider(self) -> DreaminaMcpProvider:
        """A new instance."""
        return DreaminaMcpProvider(
            settings=self.settings, http=self.http, clock=self.clock
        )


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
