"""The progress bar: who works, place in the queue, percent, time left."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.cli.words import PlainWords
from bot.delivery.wording import percent
from bot.domain.job import JobState
from bot.services.values import JobView

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

    def show(self, view: JobView) -> None:
        """Bring the bar up to date."""
        fraction = view.fraction
        self._bar.update(
            self._task,
            description=self._doing(view),
            total=None if fraction is None else 100,
            completed=0 if fraction is None else percent(fraction),
            told=told(view),
        )

    def _doing(self, view: JobView) -> str:
        if view.job.provider is None:
            return "Waiting for a service"
        name = self._words.provider(view.job.provider)
        if view.job.state is JobState.SUBMITTING:
            return f"{name} is getting the order"
        return f"{name} is at work"

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


def told(view: JobView) -> str:
    """Everything that is known of how far it is."""
    parts = []
    if ahead := view.job.progress.queue_position:
        parts.append(f"{ahead} ahead in the queue")
    if view.fraction is not None:
        parts.append(f"{percent(view.fraction)} %")
    if view.seconds_left is not None:
        parts.append(_left(view.seconds_left))
    return ", ".join(parts)


def _left(seconds: float) -> str:
    if seconds < MINUTE:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / MINUTE)} min left"
