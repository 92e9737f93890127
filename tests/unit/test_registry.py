"""Settings bring providers to life, in the order of the interface, and nothing else does."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings.providers import NEEDS
from providers.base import ImageProvider
from providers.http import HttpClient
from providers.registry import FACTORIES, Outfit, build_providers
from tests.fakes.clock import FakeClock

IDEOGRAM = {"IDEOGRAM_API_KEY": "k-ideogram"}
GATEWAY = {
    "IDEOGRAM_GATEWAY_KEY": "k-gateway",
    "IDEOGRAM_GATEWAY_URL": "https://g.example",
}
OPENAI = {"OPENAI_API_KEY": "k-openai"}
NO_ENGINE = {"LOCAL_ENGINE": "false"}


def build(folder: Path, settings: Mapping[str, str]) -> dict[str, ImageProvider]:
    """The providers of an operator with these settings and no engine."""
    outfit = Outfit(
        settings={**NO_ENGINE, **settings},
        named=(),
        http=HttpClient(),
        clock=FakeClock(),
        scratch=folder,
    )
    return build_providers(outfit)


def test_the_order_is_the_interfaces() -> None:
    """Ours come in the order that the settings document."""
    ours = [name for name in FACTORIES if name in NEEDS]

    assert ours == [name for name in NEEDS if name in FACTORIES]


@pytest.mark.parametrize(
    "settings, names",
    [
        ({}, []),
        (IDEOGRAM, ["ideogram"]),
        (GATEWAY, ["ideogram_gateway"]),
        ({"IDEOGRAM_GATEWAY_KEY": "k"}, []),
        ({"IDEOGRAM_GATEWAY_URL": "https://g.example"}, []),
        (OPENAI, ["openai"]),
        (OPENAI | GATEWAY | IDEOGRAM, ["ideogram", "ideogram_gateway", "openai"]),
    ],
)
def test_a_provider_exists_when_its_settings_do(
    tmp_path: Path, settings: Mapping[str, str], names: list[str]
) -> None:
    """Each needs its own settings and all of them; its name is the registry's."""
    built = build(tmp_path, settings)

    assert list(built) == names
    assert [provider.name for provider in built.values()] == names


def test_the_model_is_the_operators(tmp_path: Path) -> None:
    """What is set about OpenAI reaches the provider."""
    built = build(tmp_path, OPENAI | {"OPENAI_IMAGE_MODEL": "gpt-image-2"})

    limits = built["openai"].capabilities.operations
    assert {each.models[0] for each in limits.values()} == {"gpt-image-2"}
