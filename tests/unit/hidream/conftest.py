"""The emulator on loopback and the provider that speaks to it, for each test anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from providers.hidream import HidreamProvider, HidreamSettings
from providers.http import HttpClient
from tests.emulators.hidream import HidreamEmulator
from tests.emulators.hidream.emulator import TOKEN
from tests.emulators.server import serve
from tests.fakes.clock import FakeClock
from tests.unit.provider_stage import ProviderStage


@dataclass(slots=True, kw_only=True)
class Stage(ProviderStage):
    """One account at one emulator, with the clock by hand."""

    emulator: HidreamEmulator
    settings: HidreamSettings

    def provider(self, **changes: Any) -> HidreamProvider:
        """A new instance, with another callback address or other settings if need be."""
        callback_url = changes.pop("callback_url", None)
        return HidreamProvider(
            settings=replace(self.settings, **changes),
            http=self.http,
            clock=self.clock,
            callback_url=callback_url,
        )


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
