"""From a name to a provider: the vendors of this house, and those of others by entry point."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path

from providers.base import ImageProvider
from providers.clock import Clock
from providers.http import HttpClient

GROUP = "imagewright.providers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """What a provider is built from.

    Attributes:
        settings: the operator's settings by their names; what is not set is absent.
        named: providers that the operator's lists name: some exist only when asked for.
        http: bind it to the vendor; it is opened and closed elsewhere.
        scratch: a folder for work that a restart may lose.
    """

    settings: Mapping[str, str] = field(repr=False)
    named: Sequence[str]
    http: HttpClient
    clock: Clock
    scratch: Path


Factory = Callable[[Outfit], ImageProvider | None]


# Vendors are imported when they are built: the engines bring heavy libraries along.


def _jimeng(outfit: Outfit) -> ImageProvider | None:
    from providers.jimeng import JimengProvider, JimengSettings

    session_id = outfit.settings.get("JIMENG_SESSION_ID")
    if not session_id:
        return None
    defaults = JimengSettings(session_id="")
    settings = JimengSettings(
        session_id=session_id,
        api_url=outfit.settings.get("JIMENG_API_URL", defaults.api_url),
        imagex_url=outfit.settings.get("JIMENG_IMAGEX_URL", defaults.imagex_url),
        app_version=outfit.settings.get("JIMENG_APP_VERSION", defaults.app_version),
    )
    return JimengProvider(settings=settings, http=outfit.http, clock=outfit.clock)


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
    "local": _local,
    "demo": _demo,
}


def factories() -> Mapping[str, Factory]:
    """All factories by name, in the order of preference; other distributions' come after ours."""
    strangers = {point.name: point.load() for point in entry_points(group=GROUP)}
    return {
        **FACTORIES,
        **{name: each for name, each in strangers.items() if name not in FACTORIES},
    }


def build_providers(outfit: Outfit) -> dict[str, ImageProvider]:
    """Every provider that the settings bring to life, in the order of preference."""
    built = {name: factory(outfit) for name, factory in factories().items()}
    return {name: provider for name, provider in built.items() if provider is not None}
