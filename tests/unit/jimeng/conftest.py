"""The emulator on loopback and the provider that speaks to it, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from providers.http import HttpClient
from providers.jimeng import JimengProvider, JimengSettings
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock
from tests.unit.provider_stage import ProviderStage


@dataclass(slots=True, kw_only=True)
class Stage(ProviderStage):
    """One account at one emulator, with the clock by hand."""

    emulator: JimengEmulator
    settings: JimengSettings

    def provider(self, **changes: Any) -> JimengProvider:
        """A new instance, with other settings if need be."""
        return JimengProvider(
            settings=replace(self.settings, **changes), http=self.http, clock=self.clock
        )


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything up."""
    clock = FakeClock()
    emulator = JimengEmulator(clock=clock, tiny=True)
    http = HttpClient(read_wait=0, read_timeout=2)
    async with serve(emulator.app) as url:
        settings = JimengSettings(session_id=SESSION, api_url=url, imagex_url=url)
        yield Stage(
            clock=clock,
            emulator=emulator,
            settings=settings,
            http=http,
            folder=tmp_path,
        )
        await http.close()
