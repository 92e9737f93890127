"""Where the providers' emulators are found, and what the bot is told of each.

They live with the tests, in the source tree, and are not shipped: they are fetched by name, and
only when they are asked for.
"""

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.tour.troubles import CannotStart

_ROOT = Path(__file__).resolve().parents[3]
# Their types live with the tests, out of sight from here.
Emulator = Any
Module = Any
_Build = Callable[[Module, Mapping[str, Emulator], Mapping[str, Any]], Emulator]
_Tell = Callable[[Module, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One emulator.

    Attributes:
        module: in `tests.emulators`.
        build: makes it, from its module, those that run already, and how they work.
        tell: the bot's settings for it, from its module and its address.
    """

    module: str
    build: _Build
    tell: _Tell

    def load(self) -> Module:
        """Its module."""
        return importlib.import_module(f"tests.emulators.{self.module}.emulator")


def _plain(
    module: str, name: str, *, key: str, is_its: str, at: Sequence[str], path: str = ""
) -> Kind:
    """An emulator that stands alone and is told of by a key and an address.

    Args:
        module: in `tests.emulators`.
        name: of its class there.
        key: the bot's setting for the key.
        is_its: the key's name in the module.
        at: the bot's settings for the address.
        path: what is added to it.
    """
    return Kind(
        module=module,
        build=lambda found, _running, manner: getattr(found, name)(**manner),
        tell=lambda found, url: {
            key: getattr(found, is_its),
            **dict.fromkeys(at, f"{url}{path}"),
        },
    )


def _dreamina(
    module: Module, running: Mapping[str, Emulator], manner: Mapping[str, Any]
) -> Emulator:
    """A door in front of Jimeng's site: of the one that runs, or of a site of its own."""
    site = running.get("jimeng") or module.JimengEmulator(**manner)
    return module.DreaminaMcpEmulator(site)


def _dreamina_told(_module: Module, url: str) -> Mapping[str, str]:
    site = KINDS["jimeng"].load()
    return {
        "DREAMINA_MCP_COOKIE": f"sessionid={site.SESSION}",
        "DREAMINA_MCP_URL": url,
        # Uploads and results are the public site's, which stands behind the same address.
        "JIMENG_API_URL": url,
        "JIMENG_IMAGEX_URL": url,
    }


KINDS: Mapping[str, Kind] = {
    "jimeng": _plain(
        "jimeng",
        "JimengEmulator",
        key="JIMENG_SESSION_ID",
        is_its="SESSION",
        at=("JIMENG_API_URL", "JIMENG_IMAGEX_URL"),
    ),
    "hidream": _plain(
        "hidream",
        "HidreamEmulator",
        key="HIDREAM_TOKEN",
        is_its="TOKEN",
        at=("HIDREAM_API_URL",),
    ),
    "ideogram": _plain(
        "ideogram",
        "IdeogramEmulator",
        key="IDEOGRAM_API_KEY",
        is_its="KEY",
        at=("IDEOGRAM_API_URL",),
    ),
    "ideogram_gateway": _plain(
        "ideogram_gateway",
        "GatewayEmulator",
        key="IDEOGRAM_GATEWAY_KEY",
        is_its="KEY",
        at=("IDEOGRAM_GATEWAY_URL",),
    ),
    "openai": _plain(
        "openai_images",
        "OpenaiEmulator",
        key="OPENAI_API_KEY",
        is_its="KEY",
        at=("OPENAI_BASE_URL",),
        path="/v1",
    ),
    "dreamina_mcp": Kind(module="dreamina_mcp", build=_dreamina, tell=_dreamina_told),
}
KNOWN = tuple(KINDS)


def need_source_tree() -> None:
    """Let the emulators be found.

    Raises:
        CannotStart: this is an installation without the tests.
    """
    if not (_ROOT / "tests" / "emulators").is_dir():
        raise CannotStart(
            "--providers: the emulators are only in the source tree; run `make play` there"
        )
    if str(_ROOT) not in sys.path:
        sys.path.append(str(_ROOT))
