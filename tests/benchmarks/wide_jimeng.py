"""Jimeng for an account that stands a thousand tasks, as a third party's provider.

The bot gives a Jimeng account four tasks at once (contracts 1.9), which would measure Jimeng's
line and not the bot. This is the same provider with more places, brought in through the entry
points, so that the program that is measured is the installed one.
"""

from pathlib import Path
from typing import ClassVar

from providers.jimeng import JimengProvider, JimengSettings
from providers.registry import GROUP, Outfit

PLACES = 10_000
NAME = "jimeng_wide"


class WideJimeng(JimengProvider):
    """Jimeng by another name."""

    name: ClassVar[str] = NAME


def build(outfit: Outfit) -> WideJimeng:
    """The factory that the entry point names."""
    settings = JimengSettings(
        session_id=outfit.settings["JIMENG_WIDE_SESSION_ID"],
        api_url=outfit.settings["JIMENG_WIDE_API_URL"],
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
