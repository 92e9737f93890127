"""The emulated services of a playground: served, told to the bot, troubled and mended."""

import importlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.playground.page.emulators import KINDS, KNOWN, Emulator, need_source_tree
from bot.playground.page.mischief import troubles_of
from bot.playground.tour.troubles import CannotStart

_SECONDS = 6.0  # that a service works on an order: enough to watch it


@dataclass(frozen=True, slots=True)
class Services:
    """The emulators that are served.

    Attributes:
        emulators: by the provider's name, in the order of preference.
        settings: what the bot is told of them.
        displaced: the user's own services whose place an emulator takes under another name.
        troubled: the lasting troubles that are on, by the provider's name.
    """

    emulators: dict[str, Emulator] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    displaced: tuple[str, ...] = ()
    troubled: dict[str, set[str]] = field(default_factory=dict)

    def shown(self) -> list[dict[str, Any]]:
        """Their names, the troubles that can be made, and those that are on."""
        return [
            {
                "name": name,
                "troubles": [
                    {
                        "name": trouble,
                        "lasts": each.lasts,
                        "is_on": trouble in self.troubled.get(name, ()),
                    }
                    for trouble, each in troubles_of(name).items()
                ],
            }
            for name in self.emulators
        ]

    def trouble(self, provider: str, trouble: str | None) -> None:
        """Make a trouble for a service, or, without one, let it work well again.

        Raises:
            LookupError: no such service or trouble.
        """
        if provider not in self.emulators:
            raise LookupError(f"no emulator of {provider} is running")
        faults = _faults_of(self.emulators[provider])
        if trouble is None:
            faults.clear()
            self.troubled.pop(provider, None)
            return
        wanted = troubles_of(provider).get(trouble)
        if wanted is None:
            raise LookupError(f"{provider} has no trouble called {trouble}")
        for fault in wanted.faults:
            faults.fail_next(**fault)
        if wanted.lasts:
            self.troubled.setdefault(provider, set()).add(trouble)


@asynccontextmanager
async def serving(
    names: tuple[str, ...],
    **manner: Any,  # noqa: ANN401 - whatever every emulator takes
) -> AsyncIterator[Services]:
    """Serve the emulators of these providers while the block runs.

    Args:
        names: in the order of preference.
        manner: how they work, if not as they usually do here (`clock`, `run_seconds`).

    Raises:
        CannotStart: there is no such emulator, or no source tree.
    """
    unknown = [name for name in names if name not in KINDS]
    if unknown:
        raise CannotStart(
            f"--providers: no emulator of {', '.join(unknown)}; there are {', '.join(KNOWN)}"
        )
    if names:
        need_source_tree()
    running: dict[str, Emulator] = {}
    settings: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        for name in (each for each in KNOWN if each in names):
            kind = KINDS[name]
            module = kind.load()
            emulator = kind.build(module, running, {"run_seconds": _SECONDS, **manner})
            server = importlib.import_module("tests.emulators.server")
            url = await stack.enter_async_context(server.serve(emulator.app))
            if hasattr(emulator, "close"):
                stack.push_async_callback(emulator.close)
            running[name] = emulator
            settings = dict(kind.tell(module, url)) | settings  # who came first decides
        # One address serves both doors of that site, and the user's session stays out of it.
        displaced = ("jimeng",) if _only_dreamina(names) else ()
        yield Services({name: running[name] for name in names}, settings, displaced)


def _only_dreamina(names: tuple[str, ...]) -> bool:
    return "dreamina_mcp" in names and "jimeng" not in names


def _faults_of(emulator: Emulator) -> Any:  # noqa: ANN401 - its type lives with the tests
    site: Any = getattr(emulator, "site", emulator)
    return site.faults
