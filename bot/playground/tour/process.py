"""The bot as a process of its own, as it runs anywhere else."""

import asyncio
import signal
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bot.playground.botapi.call_log import CallLog
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.troubles import TourFailed

T = TypeVar("T")

LAST_LINES = 15
READY = "setMyCommands"  # the bot's call once it takes updates
START_PATIENCE = 60.0  # seconds
END_PATIENCE = 8.0  # seconds for a good end before it is made to end


class BotProcess:
    """`imagewright run`, started, stopped and killed at will.

    Args:
        folder: where it works and logs; no `.env` lies there.
        environment: all that it is told.
        calls: the server's log of what it asks.
    """

    def __init__(
        self, folder: PlayFolder, environment: Mapping[str, str], calls: CallLog
    ) -> None:
        self._folder = folder
        self._environment = environment
        self._calls = calls
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it takes updates.

        Raises:
            TourFailed: it does not.
        """
        seen = self._calls.feed.last_seq
        with self._folder.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_program(),
                "run",
                cwd=self._folder.data,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we stop the bot in good order
            )
        ready = self._calls.wait(READY, after=seen, timeout=START_PATIENCE)
        await self.while_alive(ready, "the bot to start")

    async def while_alive(self, waiting: Coroutine[Any, Any, T], what: str) -> T:
        """Wait for something, for as long as the bot lives.

        Raises:
            TourFailed: the bot ended, or `waiting` raised `TimeoutError`.
        """
        work = asyncio.create_task(waiting)
        end = asyncio.create_task(self._ended())
        try:
            await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise TourFailed(f"waited for {what}, and the bot ended")
            return work.result()
        except TimeoutError as error:
            raise TourFailed(f"waited for {what} for too long") from error
        finally:
            work.cancel()
            end.cancel()

    async def kill(self) -> None:
        """Kill -9: no good-bye, no clean-up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL for one that does not listen."""
        try:
            async with asyncio.timeout(END_PATIENCE):
                await self._end(signal.SIGTERM)
        except TimeoutError:
            await self.kill()

    def last_words(self) -> str:
        """The end of its log."""
        log: Path = self._folder.log
        if not log.exists():
            return ""
        lines = log.read_text("utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    async def _ended(self) -> None:
        if self._process is not None:
            await self._process.wait()

    async def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            process.send_signal(how)
        await process.wait()


def _program() -> tuple[str, ...]:
    """The console script of this installation; without one, what it would do."""
    script = Path(sys.executable).with_name("imagewright")
    if script.exists():
        return (str(script),)
    return (sys.executable, "-c", "from bot.cli import main; main()")
