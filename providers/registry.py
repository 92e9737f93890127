"""From a name to a provider: the vendors of this house, and those of others by entry point."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from providers.base import ImageProvider
from providers.clock import Clock
from providers.http import HttpClient

GROUP = "imagewright.providers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """What a provider is built from.

    Attributes:
        settings: the operator's settings by their names; what is not set is absent.
        foreign: settings of third parties' providers by their names; a factory of theirs finds its
            own, and no other, in `settings`.
        named: providers that the operator's lists name: some exist only when asked for.
        http: bind it to the vendor; it is opened and closed elsewhere.
        scratch: a folder for work that a restart may lose.
        callback_url: the address that a provider (first argument) may post to when the task of a
            key (second argument) has news; None when no provider can reach this house.
    """

    settings: Mapping[str, str] = field(repr=False)
    named: Sequence[str]
    http: HttpClient
    clock: Clock
    scratch: Path
    callback_url: Callable[[str, str], str] | None = None
    foreign: Mapping[str, str] = field(default_factory=dict, repr=False)


Factory = Callable[[Outfit], ImageProvider | None]


# Vendors are imported when they are built: the engines bring heavy libraries along. The keywords are
# fields of the vendor's settings, with the names that operators write.


def _jimeng(outfit: Outfit) -> ImageProvider | None:
    from providers.jimeng import JimengProvider, JimengSettings

    return _build(
        outfit,
        JimengProvider,
        JimengSettings,
        session_id="JIMENG_SESSION_ID",
        api_url="JIMENG_API_URL",
        imagex_url="JIMENG_IMAGEX_URL",
        app_version="JIMENG_APP_VERSION",
    )


def _hidream(outfit: Outfit) -> ImageProvider | None:
    from providers.hidream import HidreamProvider, HidreamSettings

    url = outfit.callback_url and partial(outfit.callback_url, HidreamProvider.name)
    return _build(
        outfit,
        partial(HidreamProvider, callback_url=url),
        HidreamSettings,
        token="HIDREAM_TOKEN",  # noqa: S106 - the name of a setting
        api_url="HIDREAM_API_URL",
    )


def _ideogram(outfit: Outfit) -> ImageProvider | None:
    from providers.ideogram import IdeogramProvider, IdeogramSettings

    return _build(
        outfit,
        IdeogramProvider,
        IdeogramSettings,
        api_key="IDEOGRAM_API_KEY",
        api_url="IDEOGRAM_API_URL",
    )


def _ideogram_gateway(outfit: Outfit) -> ImageProvider | None:
    from providers.ideogram_gateway import GatewayProvider, GatewaySettings

    return _build(
        outfit,
        GatewayProvider,
        GatewaySettings,
        key="IDEOGRAM_GATEWAY_KEY",
        url="IDEOGRAM_GATEWAY_URL",
        task_path="IDEOGRAM_GATEWAY_TASK_PATH",
    )


def _openai(outfit: Outfit) -> ImageProvider | None:
    from providers.openai_images import OpenaiProvider, OpenaiSettings

    return _build(
        outfit,
        partial(OpenaiProvider, scratch=outfit.scratch / "openai"),
        OpenaiSettings,
        api_key="OPENAI_API_KEY",
        base_url="OPENAI_BASE_URL",
        model="OPENAI_IMAGE_MODEL",
    )


def _dreamina_mcp(outfit: Outfit) -> ImageProvider | None:
    from providers.dreamina_mcp import DreaminaMcpProvider, DreaminaMcpSettings

    return _build(
        outfit,
        DreaminaMcpProvider,
        DreaminaMcpSettings,
        cookie="DREAMINA_MCP_COOKIE",
        url="DREAMINA_MCP_URL",
        api_url="JIMENG_API_URL",
        imagex_url="JIMENG_IMAGEX_URL",
        app_version="JIMENG_APP_VERSION",
    )


def _build(
    outfit: Outfit,
    provider: Callable[..., ImageProvider],
    settings: type[Any],
    **names: str,
) -> ImageProvider | None:
    """A vendor with what the operator set of its settings; None without those that it needs.

    Args:
        outfit: what all are built from.
        provider: takes `settings`, `http` and `clock`.
        settings: a dataclass; its fields without a default are needed.
        names: of the operator's settings, by field.
    """
    told = {
        field: outfit.settings[name]
        for field, name in names.items()
        if outfit.settings.get(name)
    }
    needed = {each.name for each in fields(settings) if each.default is MISSING}
    if not needed <= told.keys():
        return None
    return provider(settings=settings(**told), http=outfit.http, clock=outfit.clock)


def _local(outfit: Outfit) -> ImageProvider | None:
    if outfit.settings.get("LOCAL_ENGINE", "true").lower() != "true":
        return None
    from providers.local import LocalProvider

    return LocalProvider(outfit.scratch / "local", clock=outfit.clock)


def _demo(outfit: Outfit) -> ImageProvider | None:
    """Toy pictures: only for who asks for them by name."""
    from providers.demo import DemoProvider

    return DemoProvider(clock=outfit.clock) if "demo" in outfit.named else None


FACTORIES: Mapping[str, Factory] = {
    "jimeng": _jimeng,
    "hidream": _hidream,
    "ideogram": _ideogram,
    "ideogram_gateway": _ideogram_gateway,
    "openai": _openai,
    "dreamina_mcp": _dreamina_mcp,
    "local": _local,
    "demo": _demo,
}


Complaint = Callable[[str, str], None]
"""Is told the name of a plug-in that cannot be used, and why not."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def build_providers(
    outfit: Outfit, complain: Complaint = lambda *_: None
) -> dict[str, ImageProvider]:
    """Every provider that the settings bring to life, in the order of preference.

    Other distributions' come after ours. One of them that cannot be loaded or built is left out,
    with a complaint: a broken plug-in stops nobody.
    """
    ours = {name: factory(outfit) for name, factory in FACTORIES.items()}
    built = {name: provider for name, provider in ours.items() if provider is not None}
    seen = set(FACTORIES)
    for point in _plugins():
        if point.name in seen:
            complain(point.name, f"{point.value}: the name is taken")
            continue
        seen.add(point.name)
        try:
            provider = _build_plugin(point, outfit)
        except Exception as error:  # noqa: BLE001 - whatever a stranger's code does
            complain(point.name, f"{point.value}: {type(error).__name__}: {error}")
        else:
            if provider is not None:
                built[point.name] = provider
    return built


def _plugins() -> Iterator[EntryPoint]:
    """Other distributions' entry points, the same on every start."""
    yield from sorted(
        entry_points(group=GROUP), key=lambda point: (point.name, point.value)
    )


def _build_plugin(point: EntryPoint, outfit: Outfit) -> ImageProvider | None:
    """One stranger's provider; None when its settings do not bring it to life.

    Raises:
        Exception: anything; it is what the stranger's code raised.
    """
    if not _NAME.fullmatch(point.name):
        raise ValueError("a name is made of a-z, 0-9 and _")
    prefix = f"{point.name.upper()}_"
    own = {
        name: value for name, value in outfit.foreign.items() if name.startswith(prefix)
    }
    provider = point.load()(replace(outfit, settings=own, foreign={}))
    if provider is None:
        return None
    if not isinstance(provider, ImageProvider):
        raise TypeError("the factory answers no ImageProvider")
    if provider.name != point.name:
        raise ValueError(f"the provider calls itself {provider.name}")
    if not provider.capabilities.operations:
        raise ValueError("it can do nothing")
    return provider
