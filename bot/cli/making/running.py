"""An order from the settings to files on the disk, with everything opened and closed around it."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from bot.app.stores import open_stores
from bot.app.vendors import open_routes
from bot.app.workshop import build_workshop
from bot.cli.making.ask import Ask
from bot.cli.making.errand import Ending, Errand
from bot.cli.making.files import LocalFiles
from bot.cli.making.screen import Screen
from bot.cli.making.terminal import Terminal
from bot.cli.words import PlainWords
from bot.domain.errors import Refused
from bot.domain.job import Job, JobState
from bot.imaging import PillowTools
from bot.logs import Redactor
from bot.services.ports import Messenger
from bot.services.run import Workshop
from bot.services.spool import Spool
from bot.settings import Settings
from providers.base import Operation
from providers.clock import SystemClock

FAILED, INTERRUPTED = 1, 130  # exit codes; the second as shells count Ctrl-C
FAREWELLS = {
    Ending.NOTHING_ORDERED: "Stopped; nothing was ordered.",
    Ending.STOPPED: "Stopped, at the service too.",
    Ending.GOES_ON: "Stopped here; the service cannot be stopped and may bill the order.",
    Ending.UNKNOWN: "Stopped here; the order had left and may be billed.",
}


class Run:
    """One command: files go to the standard output, all other words to the error output."""

    def __init__(self, settings: Settings, ask: Ask) -> None:
        self._settings = settings
        self._ask = ask
        self._words = PlainWords()
        self._redact = Redactor(settings.secrets())
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._screen = Screen(self._console, self._words)
        file = ask.files[0] if ask.files else None
        self._terminal = Terminal(self._screen, file, ask.output)
        self._errand: Errand | None = None

    async def go(self) -> int:
        """The exit code.

        Raises:
            OSError: the folder cannot be written; before anything is ordered.
        """
        _on_signals(self._stop(asyncio.current_task()))
        try:
            job = await self._work()
        except Refused as refusal:
            self._say(self._words.reason(refusal))
            return FAILED
        except asyncio.CancelledError:
            return self._farewell()
        match job.state:
            case JobState.SUCCEEDED:
                self._hand_over(job)
                return 0
            case JobState.FAILED:
                self._say(self._words.failure(job))
                return FAILED
            case _:
                return self._farewell()

    async def _work(self) -> Job:
        ask = self._ask
        await asyncio.to_thread(ask.output.mkdir, parents=True, exist_ok=True)
        # Beside the results, so that a finished file only needs its name.
        with tempfile.TemporaryDirectory(
            dir=ask.output, prefix=".imagewright-", ignore_cleanup_errors=True
        ) as folder:
            settings = _apart(self._settings, ask, Path(folder))
            async with opened(settings, self._terminal) as shop:
                self._errand = Errand(shop)
                with self._screen:
                    return await self._errand.carry_out(ask)

    def _stop(self, task: asyncio.Task[int] | None) -> Callable[[], None]:
        """Ctrl-C ends the order in good order; a second one does not wait for that."""

        def stop() -> None:
            is_told = self._errand is not None and self._errand.call_off()
            if task is not None and not is_told:
                task.cancel()

        return stop

    def _farewell(self) -> int:
        ending = self._errand.ending if self._errand else Ending.NOTHING_ORDERED
        self._say(FAREWELLS[ending])
        return INTERRUPTED

    def _hand_over(self, job: Job) -> None:
        """Print the files; say on the side what else there is to know."""
        for path in self._terminal.written:
            print(path)  # noqa: T201 - what the command is for
        counts = {"delivered": len(self._terminal.written), "wanted": job.wanted or 1}
        for code in job.notices:
            self._say(self._words.say(f"notice-{code}", **counts))

    def _say(self, line: str) -> None:
        self._console.print(self._redact(line), soft_wrap=True)


@asynccontextmanager
async def opened(settings: Settings, messenger: Messenger) -> AsyncIterator[Workshop]:
    """The bot's workshop on a database that goes away with its folder."""
    clock, tools = SystemClock(), PillowTools()
    try:
        async with (
            open_stores(settings.data_dir / "imagewright.db") as stores,
            open_routes(settings, clock) as routes,
        ):
            yield build_workshop(
                settings,
                clock,
                stores,
                routes,
                tools,
                messenger,
                LocalFiles(),
                Spool(settings.data_dir / "pictures"),
            )
    finally:
        tools.close()


def _apart(settings: Settings, ask: Ask, folder: Path) -> Settings:
    """Settings that leave a running bot's folder alone, and bring to life who is asked by name."""
    changes: dict[str, object] = {"data_dir": folder}
    wanted = ask.recipe.provider
    if wanted is not None:
        for operation in Operation:
            names = settings.preferred_providers(operation)
            changes[f"{operation}_providers"] = (
                names if wanted in names else (*names, wanted)
            )
    return settings.model_copy(update=changes)


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
