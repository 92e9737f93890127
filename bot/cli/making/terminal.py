"""The back door of an order without a chat: a bar while it works, files at the end."""

import asyncio
from pathlib import Path

from typing_extensions import override

from bot.cli.making.naming import put_in_place, stem_of
from bot.cli.making.screen import Screen
from bot.domain.job import Address
from bot.services.ports import Messenger
from bot.services.values import Copies, Delivery, Keyring, StatusView


class Terminal(Messenger):
    """What the person at the terminal is shown.

    Attributes:
        written: the files, once they have their names.
    """

    def __init__(self, screen: Screen, file: Path | None, output: Path) -> None:
        self._screen = screen
        self._file = file
        self._output = output
        self.written: tuple[Path, ...] = ()

    @override
    def show(self, view: StatusView) -> None:
        self._screen.show(view.jobs[0])

    @override
    async def deliver(self, delivery: Delivery) -> None:
        self.written = await asyncio.to_thread(self._name, delivery)

    def _name(self, delivery: Delivery) -> tuple[Path, ...]:
        stem = stem_of(delivery.job.recipe, self._file)
        return tuple(
            put_in_place(picture.path, self._output, stem, picture.media_type)
            for picture in delivery.pictures
            if picture.path is not None
        )

    @override
    async def conclude(self, view: StatusView) -> None:
        """The command itself says how it ended, when the bar is gone."""

    @override
    async def send_copies(self, copies: Copies) -> None:
        """Nobody can ask for that: a terminal has no buttons."""

    @override
    async def turn_page(self, address: Address, message_id: int, ring: Keyring) -> None:
        """Nor for that."""
