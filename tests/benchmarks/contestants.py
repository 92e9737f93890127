"""Who is measured: the installed bot, and the plain script in its variants."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import wide_jimeng
from tests.benchmarks.processes import Program, python
from tests.benchmarks.stage import TOKEN, Stage
from tests.emulators.jimeng.emulator import SESSION

PROGRAM = Path(sys.executable).with_name("imagewright")  # as installed
POLL_INTERVAL = 2.0  # seconds, for everybody
CROWD = "10000"  # more than any scene orders


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that answers `/gen`.

    Attributes:
        name: the heading of its column.
        command: its command line on a stage.
        environment: its settings there.
    """

    name: str
    command: Callable[[Stage], list[str | Path]]
    environment: Callable[[Stage], Mapping[str, str]]

    @property
    def file_name(self) -> str:
        """Its name for a folder or a log."""
        return self.name.replace(" ", "-").replace(",", "")

    async def start(self, stage: Stage, **settings: str) -> Program:
        """Start it; `settings` are more of its environment."""
        return await Program.start(
            self.command(stage),
            folder=stage.folder,
            name=self.file_name,
            environment={**self.environment(stage), **settings},
        )


def our_settings(stage: Stage) -> dict[str, str]:
    """Everything as an operator has it, but for the limits that the crowd would hit."""
    places = stage.folder / "site"
    wide_jimeng.install(places)
    return {
        "PYTHONPATH": str(places),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": stage.telegram_url,
        "DATA_DIR": str(stage.folder / "data"),
        "LISTEN": "127.0.0.1:0",
        "JIMENG_WIDE_SESSION_ID": SESSION,
        "JIMENG_WIDE_API_URL": stage.jimeng_url,
        "JIMENG_WIDE_IMAGEX_URL": stage.jimeng_url,
        "UPSCALE_PROVIDERS": wide_jimeng.NAME,
        "GENERATE_PROVIDERS": wide_jimeng.NAME,
        "POLL_INTERVAL": str(POLL_INTERVAL),
        "MAX_JOBS": CROWD,
        "MAX_JOBS_PER_USER": CROWD,
        "QUOTA_USER_DAILY": "none",
        "LOG_FORMAT": "json",
    }


def _plain(stage: Stage) -> list[str | Path]:
    return [
        *python("tests.benchmarks.minimal_bot", "--token", TOKEN),
        *("--telegram", stage.telegram_url, "--jimeng", stage.jimeng_url),
        *("--session", SESSION, "--poll-interval", str(POLL_INTERVAL)),
    ]


OURS = Contestant("imagewright", lambda _: [PROGRAM, "run"], our_settings)
PLAIN = Contestant("plain script", _plain, lambda _: {})
TELLING = Contestant(
    "script, edits each second",
    lambda stage: [*_plain(stage), "--every-second"],
    lambda _: {},
)
TELLING_LIMITED = Contestant(
    "the same, AIORateLimiter",
    lambda stage: [*_plain(stage), "--every-second", "--limiter"],
    lambda _: {},
)
