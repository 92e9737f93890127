"""The settings of the interface bring the intranet endpoint to life, in its place in the order."""

from pathlib import Path

from providers.dreamina_mcp import DreaminaMcpProvider
from providers.http import HttpClient
from providers.registry import FACTORIES, Outfit, build_providers
from tests.fakes.clock import FakeClock
from tests.unit.dreamina_mcp.conftest import COOKIE, Stage


async def test_without_a_cookie_there_is_none(tmp_path: Path) -> None:
    """The default host alone is not enough."""
    http = HttpClient()
    built = build_providers(
        Outfit(settings={}, named=(), http=http, clock=FakeClock(), scratch=tmp_path)
    )
    await http.close()

    assert "dreamina_mcp" not in built


async def test_the_settings_reach_both_places(stage: Stage) -> None:
    """Orders go to the endpoint, uploads and polls to Jimeng's addresses, with its version."""
    built = build_providers(
        Outfit(
            settings={
                "DREAMINA_MCP_COOKIE": COOKIE,
                "DREAMINA_MCP_URL": stage.settings.url,
                "JIMENG_API_URL": stage.settings.api_url,
                "JIMENG_IMAGEX_URL": stage.settings.imagex_url,
                "JIMENG_APP_VERSION": "8.4.0",
                "LOCAL_ENGINE": "false",
            },
            named=(),
            http=stage.http,
            clock=stage.clock,
            scratch=stage.folder,
        )
    )
    provider = built["dreamina_mcp"]
    assert isinstance(provider, DreaminaMcpProvider)

    remote_id = await stage.order(provider, stage.edit())

    assert (await stage.until_done(provider, remote_id))[-1].artifacts
    (token,) = stage.emulator.site.log.of("token")
    assert token.headers["appvr"] == "8.4.0"
    hosts = {
        entry.call: f"http://{entry.headers['host']}"
        for entry in stage.emulator.site.log.entries
    }
    assert hosts["generate"] == stage.settings.url
    assert hosts["poll"] == hosts["put"] == stage.settings.api_url


def test_the_order_of_preference_is_the_interfaces() -> None:
    """Section 3 of the interface names them in this order; the demo comes last."""
    assert tuple(FACTORIES) == (
        "jimeng", "hidream", "ideogram", "ideogram_gateway", "openai", "dreamina_mcp",
        "local", "demo",
    )  # fmt: skip
