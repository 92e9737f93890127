"""Jimeng for an account that stands a thousand tasks, as a third party's provider.

The bot gives a Jimeng account four tasks at once (contracts 1.9), which would measure Jimeng's
line and not the bot. This is the same provider with more places, brought in through the entry
points, so that the program that is measured is the installed one. With JIMENG_WIDE_TICKS it also
writes down, into that file, how late the event loop is.
"""

import asyncio
from pathlib import Path
from typing import ClassVar

from providers.jimeng import JimengProvider, JimengSettings
from providers.registry import GROUP, Outfit

PLACES = 10_000
NAME = "jimeng_wide"
BEAT = 0.005  # seconds between two looks at the event loop
BEATS = 100  # that are written together


class WideJimeng(JimengProvider):
    """Jimeng by another name."""

    name: ClassVar[str] = NAME


class Pulse:
    """Notes how late the bot's event loop comes to what was due: a line of milliseconds each."""

    def __init__(self, loop: asyncio.AbstractEventLoop, path: Path) -> None:
        self._loop = loop
        self._path = path
        self._due: float | None = None
        self._late: list[str] = []

    def beat(self) -> None:
        """Note this beat, and come back for the next."""
        now = self._loop.time()
        if self._due is not None:
            self._late.append(f"{(now - self._due) * 1000:.2f}\n")
        if len(self._late) >= BEATS:
            with self._path.open("a") as file:
                file.writelines(self._late)
            self._late.clear()
        self._due = self._loop.time() + BEAT
        self._loop.call_at(self._due, self.beat)


def build(outfit: Outfit) -> WideJimeng:
    """The factory that the entry point names."""
    if (ticks := outfit.settings.get("JIMENG_WIDE_TICKS")) is not None:
        Pulse(asyncio.get_running_loop(), Path(ticks)).beat()
    settings = JimengSettings(
        session_id=outfit.settings["JIMENG_WIDE_SESSION_ID"],
        api_url=outfit.settings["JIMENG_WIDE_API_URL"],
        imagex_url=outfit.settings.get("JIMENG_WIDE_IMAGEX_URL", ""),
        concurrency=PLACES,
    )
    return WideJimeng(settings=settings, http=outfit.http, clock=outfit.clock)


def install(folder: Path) -> None:
    """Write what an installed distribution leaves on the disk; put `folder` on PYTHONPATH."""
    facts = folder / f"{NAME}-0.dist-info"
    facts.mkdir(parents=True, exist_ok=True)
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 0\n"
    )
    (facts / "entry_points.txt").write_text(f"[{GROUP}]\n{NAME} = {__name__}:build\n")
