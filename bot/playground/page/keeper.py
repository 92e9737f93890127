"""Who starts, kills and restarts the bot at the press of a button."""

import asyncio

from bot.playground.tour.process import BotProcess


class Keeper:
    """One bot; kills come one after another.

    Attributes:
        state: "running", "starting" or "down", for the page.
    """

    def __init__(self, bot: BotProcess) -> None:
        self.state = "down"
        self._bot = bot
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Start it, and wait until it takes updates; who kills it meanwhile waits, too.

        Raises:
            TourFailed: it does not.
        """
        async with self._turn:
            await self._start()

    async def kill_and_restart(self) -> None:
        """Kill -9, then a new process.

        Raises:
            TourFailed: the new one does not start.
        """
        async with self._turn:
            self.state = "down"
            await self._bot.kill()
            await self._start()

    async def stop(self) -> None:
        """Have it end well, in a few seconds."""
        async with self._turn:
            await self._bot.stop()
            self.state = "down"

    async def _start(self) -> None:
        self.state = "starting"
        try:
            await self._bot.start()
            self.state = "running"
        finally:
            if self.state != "running":
                self.state = "down"
