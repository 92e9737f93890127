"""The progress bar: who works, place in the queue, percent, time left."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.cli.making.errand import Moment, Stage
from bot.cli.words import PlainWords
from bot.delivery.wording import percent

MINUTE = 60


class Screen:
    """A bar on a terminal; silence where there is none."""

    def __init__(self, console: Console, words: PlainWords) -> None:
        self._words = words
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[told]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=None, told="")

    def show(self, moment: Moment) -> None:
        """Bring the bar up to date."""
        fraction = moment.progress.fraction
        self._bar.update(
            self._task,
            description=self._doing(moment),
            total=None if fraction is None else 100,
            completed=0 if fraction is None else percent(fraction),
            told=told(moment),
        )

    def _doing(self, moment: Moment) -> str:
        name = self._words.provider(moment.provider)
        return {
            Stage.ORDERING: f"{name} is getting the order",
            Stage.WAITING: f"{name} is busy, asking again soon",
            Stage.WORKING: f"{name} is at work",
        }[moment.stage]

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()


def told(moment: Moment) -> str:
    """Everything that the provider says of how far it is."""
    progress, parts = moment.progress, []
    if progress.queue_position:
        parts.append(f"{progress.queue_position} ahead in the queue")
    if progress.fraction is not None:
        parts.append(f"{percent(progress.fraction)} %")
    if progress.seconds_left is not None:
        parts.append(_left(progress.seconds_left))
    return ", ".join(parts)


def _left(seconds: float) -> str:
    if seconds < MINUTE:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / MINUTE)} min left"
