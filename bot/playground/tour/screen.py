"""The terminal: the chat as it changes, one scene after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from bot.playground.tour.bubbles import View, bubble, plain_line


class Screen:
    """Shows a scene's messages in place on a terminal, and as lines of changes elsewhere.

    Attributes:
        saved: where pictures were put; by message id and file id.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.saved: dict[tuple[int, str], str] = {}
        self._shown: list[View | str] = []
        self._live: Live | None = None

    @contextmanager
    def scene(self, title: str) -> Iterator[None]:
        """Everything that happens inside is shown under this title."""
        self.console.print()
        self.console.rule(Text(title, style="bold"), align="left")
        self._shown = []
        if not self.console.is_terminal:
            yield
            return
        live = Live(
            console=self.console, auto_refresh=False, vertical_overflow="visible"
        )
        with live:
            self._live = live
            try:
                yield
            finally:
                self._refresh()
                self._live = None

    def note(self, text: str) -> None:
        """A line beside the chat: what was done, or what to look at."""
        if self._live is None:
            self.console.print(Text(f"  {text}"), soft_wrap=True)
        self._shown.append(text)
        self._refresh()

    def show(self, view: View) -> None:
        """A message, new or changed."""
        place = self._place(view)
        old = None if place is None else self._shown[place]
        if old == view:
            return
        if place is None:
            self._shown.append(view)
        else:
            self._shown[place] = view
        if self._live is None:
            line = plain_line(view, self.saved, is_edit=place is not None)
            self.console.print(Text(line), soft_wrap=True)
        self._refresh()

    def remove(self, message_id: int) -> None:
        """A message that was deleted."""
        self._shown = [
            each
            for each in self._shown
            if isinstance(each, str) or each["message_id"] != message_id
        ]
        self._refresh()

    def _place(self, view: View) -> int | None:
        places = (
            place
            for place, each in enumerate(self._shown)
            if not isinstance(each, str) and each["message_id"] == view["message_id"]
        )
        return next(places, None)

    def _refresh(self) -> None:
        if self._live is not None:
            self._live.update(Group(*self._lines()), refresh=True)

    def _lines(self) -> Iterator[RenderableType]:
        for group, members in groupby(enumerate(self._shown), key=_album):
            entries = [entry for _, entry in members]
            if group == "note":
                yield from (Text(f"  {entry}", style="dim") for entry in entries)
            else:
                views = [entry for entry in entries if not isinstance(entry, str)]
                yield bubble(views, self.saved)


def _album(entry: tuple[int, Any]) -> object:
    """What is shown in one: an album's messages; all others stand alone."""
    place, shown = entry
    if isinstance(shown, str):
        return "note"
    return shown["media_group_id"] or place
