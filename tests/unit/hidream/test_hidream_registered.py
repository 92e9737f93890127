"""The settings of the interface bring HiDream to life, with callbacks where the house is public."""

from pathlib import Path

from providers.base import Operation, Prepared
from providers.hidream import HidreamProvider
from providers.http import HttpClient
from providers.registry import Outfit, build_providers
from tests.emulators.hidream.emulator import TOKEN
from tests.fakes.clock import FakeClock
from tests.unit.hidream.conftest import Stage
from tests.unit.provider_stage import KEY


async def test_without_a_token_there_is_none(tmp_path: Path) -> None:
    """An address alone is not enough."""
    http = HttpClient()
    built = build_providers(
        Outfit(
            settings={"HIDREAM_API_URL": "https://example.com"},
            named=(),
            http=http,
            clock=FakeClock(),
            scratch=tmp_path,
        )
    )
    await http.close()

    assert "hidream" not in built


async def test_the_settings_reach_the_service(stage: Stage) -> None:
    """Token, root and the callback address, made from the provider's name and the key."""
    built = build_providers(
        Outfit(
            settings={
                "HIDREAM_TOKEN": TOKEN,
                "HIDREAM_API_URL": stage.settings.api_url,
                "LOCAL_ENGINE": "false",
            },
            named=(),
            http=stage.http,
            clock=stage.clock,
            scratch=stage.folder,
            callback_url=lambda provider, key: f"https://bot/{provider}/{key}",
        )
    )
    provider = built["hidream"]

    await provider.submit(Prepared(request=stage.generate()), KEY)

    assert isinstance(provider, HidreamProvider)
    assert set(provider.capabilities.operations) == set(Operation)
    (entry,) = stage.emulator.log.of("submit")
    assert entry.body["notify_url"] == f"https://bot/hidream/{KEY}"
