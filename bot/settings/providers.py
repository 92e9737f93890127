"""Which providers there are, in the order of the interface, and which settings bring each."""

from collections.abc import Mapping
from importlib.metadata import entry_points

NEEDS: Mapping[str, tuple[str, ...]] = {
    "jimeng": ("jimeng_session_id",),
    "hidream": ("hidream_token",),
    "ideogram": ("ideogram_api_key",),
    "ideogram_gateway": ("ideogram_gateway_key", "ideogram_gateway_url"),
    "openai": ("openai_api_key",),
    "dreamina_mcp": ("dreamina_mcp_cookie",),
    "local": ("local_engine",),
}
"""Fields that must be set (or true) before the provider counts as configured."""

DEMO = "demo"  # draws without a service; used only when it is named
GROUP = "imagewright.providers"  # the entry points of third parties


def known_providers() -> tuple[str, ...]:
    """Every name that a list of providers may hold: ours, the demo, third parties'."""
    return (*NEEDS, DEMO, *foreign_providers())


def foreign_providers() -> tuple[str, ...]:
    """Names of third parties' providers that are installed; ours are not theirs to take."""
    names = {point.name for point in entry_points(group=GROUP)}
    return tuple(sorted(names - {*NEEDS, DEMO}))
