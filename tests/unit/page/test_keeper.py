"""The button that kills the bot: one kill after another, at whatever moment it is pressed."""

import asyncio
from contextlib import closing
from pathlib import Path

from typing_extensions import override

from bot.playground.botapi.call_log import CallLog
from bot.playground.page.keeper import Keeper
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.process import BotProcess
from bot.playground.tour.troubles import TourFailed
from tests.fakes.clock import settle


class SlowBot(BotProcess):
    """Starts when a test says so; a start in whose middle it is killed fails, as the real one does.

    Attributes:
        may_start: lets starts come to their end.
        did: what was done, in order.
    """

    def __init__(self, folder: PlayFolder) -> None:
        super().__init__(folder, {}, CallLog(10))
        self.may_start = asyncio.Event()
        self.did: list[str] = []
        self._is_starting = False

    @override
    async def start(self) -> None:
        self._is_starting = True
        await self.may_start.wait()
        if not self._is_starting:
            raise TourFailed("the bot ended")
        self._is_starting = False
        self.did.append("started")

    @override
    async def kill(self) -> None:
        self._is_starting = False
        self.did.append("killed")


async def test_a_kill_during_the_first_start_waits_for_it(tmp_path: Path) -> None:
    """The page is there before the bot is: pressing at once must not end the playground."""
    with closing(PlayFolder(tmp_path)) as folder:
        bot = SlowBot(folder)
        keeper = Keeper(bot)
        first = asyncio.create_task(keeper.start())
        kills = [asyncio.create_task(keeper.kill_and_restart()) for _ in range(2)]
        await settle()
        assert keeper.state == "starting"
        bot.may_start.set()
        await asyncio.gather(first, *kills)
    assert bot.did == ["started", "killed", "started", "killed", "started"]
    assert keeper.state == "running"
