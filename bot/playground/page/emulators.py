"""Where the providers' emulators are found, and what the bot is told of each.

They live with the tests, in the source tree, and are not shipped: they are fetched by name, and
only when they are asked for.
"""

import importlib
import sys
from collections.abc import Callable, Mapping
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


def _plain(name: str) -> _Build:
    return lambda module, _running, manner: getattr(module, name)(**manner)


def _jimeng(module: Module, url: str) -> Mapping[str, str]:
    return {
        "JIMENG_SESSION_ID": module.SESSION,
        "JIMENG_API_URL": url,
        "JIMENG_IMAGEX_URL": url,
    }


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
    "jimeng": Kind(module="jimeng", build=_plain("JimengEmulator"), tell=_jimeng),
    "hidream": Kind(
        module="hidream",
        build=_plain("HidreamEmulator"),
        tell=lambda module, url: {
            "HIDREAM_TOKEN": module.TOKEN,
            "HIDREAM_API_URL": url,
        },
    ),
    "ideogram": Kind(
        module="ideogram",
        build=_plain("IdeogramEmulator"),
        tell=lambda module, url: {
            "IDEOGRAM_API_KEY": module.KEY,
            "IDEOGRAM_API_URL": url,
        },
    ),
    "ideogram_gateway": Kind(
        module="ideogram_gateway",
        build=_plain("GatewayEmulator"),
        tell=lambda module, url: {
            "IDEOGRAM_GATEWAY_KEY": module.KEY,
            "IDEOGRAM_GATEWAY_URL": url,
        },
    ),
    "openai": Kind(
        module="openai_images",
        build=_plain("OpenaiEmulator"),
        tell=lambda module, url: {
            "OPENAI_API_KEY": module.KEY,
            "OPENAI_BASE_URL": f"{url}/v1",
        },
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
