"""Emulators of the providers, by name, so that every real protocol can be watched.

They live with the tests, in the source tree, and are not shipped: they are fetched by name, and
only when they are asked for.
"""

import importlib
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.playground.page.mischief import troubles_of
from bot.playground.tour.troubles import CannotStart

_SECONDS = 6.0  # that a service works on an order: enough to watch it
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """Where an emulator is found, and what the bot is told of it."""

    module: str
    name: str
    settings: Callable[[Any, str], Mapping[str, str]]

    def load(self) -> Any:  # noqa: ANN401 - its type lives with the tests
        """Its module."""
        return importlib.import_module(f"tests.emulators.{self.module}.emulator")


def _jimeng(module: Any, url: str) -> Mapping[str, str]:  # noqa: ANN401 - as above
    return {
        "JIMENG_SESSION_ID": module.SESSION,
        "JIMENG_API_URL": url,
        "JIMENG_IMAGEX_URL": url,
    }


_KINDS: Mapping[str, _Kind] = {
    "jimeng": _Kind(module="jimeng", name="JimengEmulator", settings=_jimeng),
    "hidream": _Kind(
        module="hidream",
        name="HidreamEmulator",
        settings=lambda module, url: {
            "HIDREAM_TOKEN": module.TOKEN,
            "HIDREAM_API_URL": url,
        },
    ),
    "ideogram": _Kind(
        module="ideogram",
        name="IdeogramEmulator",
        settings=lambda module, url: {
            "IDEOGRAM_API_KEY": module.KEY,
            "IDEOGRAM_API_URL": url,
        },
    ),
    "ideogram_gateway": _Kind(
        module="ideogram_gateway",
        name="GatewayEmulator",
        settings=lambda module, url: {
            "IDEOGRAM_GATEWAY_KEY": module.KEY,
            "IDEOGRAM_GATEWAY_URL": url,
        },
    ),
    "openai": _Kind(
        module="openai_images",
        name="OpenaiEmulator",
        settings=lambda module, url: {
            "OPENAI_API_KEY": module.KEY,
            "OPENAI_BASE_URL": f"{url}/v1",
        },
    ),
}
KNOWN = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class Services:
    """The emulators that are served.

    Attributes:
        emulators: by the provider's name.
        settings: what the bot is told of them.
    """

    emulators: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    def shown(self) -> list[dict[str, Any]]:
        """Their names, and the troubles that can be switched on."""
        return [
            {"name": name, "troubles": list(troubles_of(name))}
            for name in self.emulators
        ]

    def trouble(self, provider: str, label: str | None) -> None:
        """Make a trouble for a service, or, without one, let it work well again.

        Raises:
            LookupError: no such service or trouble.
        """
        if provider not in self.emulators:
            raise LookupError(f"no emulator of {provider} is running")
        faults = self.emulators[provider].faults
        if label is None:
            faults.clear()
            return
        wanted = dict(troubles_of(provider)[label])
        faults.fail_next(wanted.pop("name"), **wanted)


@asynccontextmanager
async def serving(names: tuple[str, ...]) -> AsyncIterator[Services]:
    """Serve the emulators of these providers while the block runs.

    Raises:
        CannotStart: there is no such emulator, or no source tree.
    """
    unknown = [name for name in names if name not in _KINDS]
    if unknown:
        raise CannotStart(
            f"--providers: no emulator of {', '.join(unknown)}; there are {', '.join(_KINDS)}"
        )
    if names:
        _need_source_tree()
    services = Services()
    async with AsyncExitStack() as stack:
        for name in names:
            kind = _KINDS[name]
            module = kind.load()
            emulator = getattr(module, kind.name)(run_seconds=_SECONDS)
            server = importlib.import_module("tests.emulators.server")
            url = await stack.enter_async_context(server.serve(emulator.app))
            if hasattr(emulator, "close"):
                stack.push_async_callback(emulator.close)
            services.emulators[name] = emulator
            services.settings.update(kind.settings(module, url))
        yield services


def _need_source_tree() -> None:
    if not (_ROOT / "tests" / "emulators").is_dir():
        raise CannotStart(
            "--providers: the emulators are only in the source tree; run `make play` there"
        )
    if str(_ROOT) not in sys.path:
        sys.path.append(str(_ROOT))
