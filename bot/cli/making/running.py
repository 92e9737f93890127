"""An order from the settings to files on the disk, with everything opened and closed around it."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from bot.app.vendors import open_routes
from bot.cli.making.errand import Ending, Errand, GaveUp
from bot.cli.making.following import Made
from bot.cli.making.naming import put_in_place, stem_of
from bot.cli.making.placing import make
from bot.cli.making.screen import Screen
from bot.cli.words import PlainWords
from bot.domain.errors import Refused
from bot.imaging import PillowTools
from bot.logs import Redactor
from bot.settings import Settings
from providers.base import Operation, Request, SourcePicture
from providers.clock import SystemClock

FAILED, INTERRUPTED = 1, 130  # exit codes; the second as shells count Ctrl-C
FAREWELLS = {
    Ending.NOTHING_ORDERED: "Stopped; nothing was ordered.",
    Ending.STOPPED: "Stopped, at the service too.",
    Ending.GOES_ON: "Stopped here; the service cannot be stopped and may bill the order.",
    Ending.UNKNOWN: "Stopped here; the order had left and may be billed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What was typed.

    Attributes:
        request: without its sources.
        files: the sources, not looked at yet.
        insist: the only provider that is wanted.
        output: folder for the pictures.
    """

    request: Request
    files: tuple[Path, ...] = ()
    insist: str | None = None
    output: Path = Path()


class Run:
    """One command: files go to the standard output, all other words to the error output."""

    def __init__(self, settings: Settings, ask: Ask) -> None:
        self._settings = settings
        self._ask = ask
        self._words = PlainWords()
        self._redact = Redactor(settings.secrets())
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._screen = Screen(self._console, self._words)
        self._errand: Errand | None = None

    async def go(self) -> int:
        """The exit code.

        Raises:
            OSError: the folder cannot be written; before anything is ordered.
        """
        _be_cancelled_by_signals()
        try:
            await self._work()
        except Refused as refusal:
            self._say(self._words.reason(refusal))
        except GaveUp as end:
            who = f"{self._words.provider(end.provider)}: " if end.provider else ""
            self._say(who + self._words.reason(end.cause))
        except asyncio.CancelledError:
            ending = self._errand.ending if self._errand else Ending.NOTHING_ORDERED
            self._say(FAREWELLS[ending])
            return INTERRUPTED
        else:
            return 0
        return FAILED

    async def _work(self) -> None:
        ask = self._ask
        await asyncio.to_thread(ask.output.mkdir, parents=True, exist_ok=True)
        # Beside the results, so that a finished file only needs its name.
        with tempfile.TemporaryDirectory(
            dir=ask.output, prefix=".imagewright-", ignore_cleanup_errors=True
        ) as folder:
            async with self._opened(Path(folder)) as errand:
                with self._screen:
                    made = await make(errand)
                self._hand_over(made)

    @asynccontextmanager
    async def _opened(self, folder: Path) -> AsyncIterator[Errand]:
        clock, tools = SystemClock(), PillowTools()
        settings, ask = self._settings, self._ask
        try:
            sources = await _cleaned(tools, ask.files, folder)
            async with open_routes(_aside(settings, ask, folder), clock) as routes:
                self._errand = Errand(
                    request=replace(ask.request, sources=sources),
                    insist=ask.insist,
                    routes=routes,
                    tools=tools,
                    clock=clock,
                    folder=folder,
                    watch=self._screen.show,
                    poll_interval=settings.poll_interval,
                    job_timeout=settings.job_timeout,
                )
                yield self._errand
        finally:
            tools.close()

    def _hand_over(self, made: Made) -> None:
        """Name the files and print them; say on the side what else there is to know."""
        ask = self._ask
        stem = stem_of(ask.request, ask.files[0] if ask.files else None)
        for picture in made.pictures:
            if picture.path is not None:
                path = put_in_place(picture.path, ask.output, stem, picture.media_type)
                print(path)  # noqa: T201 - what the command is for
        for code in _notices(made):
            counts = {"delivered": len(made.pictures), "wanted": made.wanted}
            self._say(self._words.say(f"notice-{code}", **counts))

    def _say(self, line: str) -> None:
        self._console.print(self._redact(line), soft_wrap=True)


def _aside(settings: Settings, ask: Ask, folder: Path) -> Settings:
    """Settings that leave a running bot's folder alone, and bring to life who is asked by name."""
    changes: dict[str, object] = {"data_dir": folder}
    if ask.insist is not None:
        for operation in Operation:
            names = settings.preferred_providers(operation)
            changes[f"{operation}_providers"] = (
                names if ask.insist in names else (*names, ask.insist)
            )
    return settings.model_copy(update=changes)


async def _cleaned(
    tools: PillowTools, files: tuple[Path, ...], folder: Path
) -> tuple[SourcePicture, ...]:
    """The pictures as the bot would send them: upright, without metadata.

    Raises:
        Refused: one cannot be used.
    """
    return tuple(
        [
            await tools.clean(file, folder / f"source-{number}.png")
            for number, file in enumerate(files, start=1)
        ]
    )


def _notices(made: Made) -> tuple[str, ...]:
    codes = list(made.notices)
    if len(made.pictures) < made.wanted and "some_refused" not in codes:
        codes.append("partial_result")
    if made.tried > 1:
        codes.append("other_provider")
    return tuple(dict.fromkeys(codes))


def _be_cancelled_by_signals() -> None:
    """Ctrl-C ends the order in good order; a second one does not wait for that."""
    task = asyncio.current_task()
    if task is not None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, task.cancel)
