"""A world around the installed bot: Telegram and Jimeng on loopback, the bot as a subprocess.

async with open_world(tmp_path) as world:
    alice = world.people.add_user("Alice")["id"]
    await world.start()
    await world.people.send_text(alice, "/gen a fox")
    ...
    await world.kill()
    await world.start()
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Self

from bot.app.stores import Stores, open_stores
from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.botapi.people import People
from tests.emulators.jimeng.emulator import SESSION, JimengEmulator
from tests.emulators.server import serve as serve_emulator

TOKEN = "42:acceptance-token-abcdefghijklmnopqrs"
PROGRAM = Path(sys.executable).with_name(
    "imagewright"
)  # the console script, as installed
PATIENCE = 30.0  # seconds; a wait that lasts longer has failed
Json = dict[str, Any]


class Line:
    """The way to Telegram: cut, nothing listens at its address; mended, the same address again."""

    def __init__(self, telegram: BotApi) -> None:
        self.url = ""
        self._telegram = telegram
        self._serving = AsyncExitStack()

    async def mend(self) -> None:
        """Listen."""
        port = int(self.url.rpartition(":")[2] or 0)
        self.url = await self._serving.enter_async_context(
            serve(self._telegram, port=port)
        )

    async def cut(self) -> None:
        """Listen no more."""
        await self._serving.aclose()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self.cut()


class World:
    """Everything outside the bot, and the bot's process.

    Attributes:
        telegram: the Bot API server; `people` is the users' side of it.
        line: the way to it, which can be cut.
        jimeng: the emulator; its log says what was paid.
        settings: the bot's environment; change it before `start`.
        folder: DATA_DIR is `folder/data`, the log `folder/bot.log`.
    """

    def __init__(
        self,
        folder: Path,
        telegram: BotApi,
        line: "Line",
        jimeng: JimengEmulator,
        url: str,
    ) -> None:
        self.folder = folder
        self.telegram = telegram
        self.line = line
        self.people: People = telegram.people
        self.jimeng = jimeng
        self.settings: dict[str, str] = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": line.url,
            "DATA_DIR": str(folder / "data"),
            "LISTEN": "127.0.0.1:0",
            "JIMENG_SESSION_ID": SESSION,
            "JIMENG_API_URL": url,
            "JIMENG_IMAGEX_URL": url,
            "POLL_INTERVAL": "0.1",
            "LOG_FORMAT": "json",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the bot and come back when it takes updates."""
        seen = self.telegram.log.feed.last_seq
        await self.launch()
        await self.telegram.log.wait("setMyCommands", after=seen, timeout=PATIENCE)

    async def launch(self) -> None:
        """Start the bot's process, and do not wait."""
        with (self.folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                PROGRAM,
                "run",
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )

    async def kill(self) -> None:
        """Kill -9: no good-bye, no clean-up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        return await self._end(signal.SIGTERM)

    async def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run another command of the program to its end: exit code, output, errors."""
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *arguments,
            cwd=self.folder,
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    @asynccontextmanager
    async def stores(self) -> AsyncIterator[Stores]:
        """The bot's database, beside the running bot, as the command line opens it."""
        async with open_stores(self.folder / "data" / "imagewright.db") as stores:
            yield stores

    @property
    def log(self) -> str:
        """Everything the bot has written so far."""
        return (self.folder / "bot.log").read_text()

    async def answer(
        self, chat_id: int, after: Json, where: Callable[[Json], object] = bool
    ) -> Json:
        """The first message of the bot after that one for which `where` holds, when it does."""
        first = after["message_id"]
        return await self.people.wait_message(
            chat_id,
            lambda view: view["message_id"] > first and bool(where(view)),
            timeout=PATIENCE,
        )

    def said(self, chat_id: int, after: Json) -> list[Json]:
        """What the bot has in the chat after that message, oldest first."""
        return [
            view
            for view in self.people.messages(chat_id, from_bot=True)
            if view["message_id"] > after["message_id"]
        ]

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **self.settings}

    async def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(how)
        return await asyncio.wait_for(process.wait(), timeout=PATIENCE)

    async def close(self) -> None:
        """Whatever happened in the scene, no process stays."""
        await self.kill()


@asynccontextmanager
async def open_world(
    folder: Path, *, jimeng: JimengEmulator | None = None, **switches: Any
) -> AsyncIterator[World]:
    """A world without a bot yet; `switches` are fields of BotApiConfig."""
    emulator = jimeng or JimengEmulator(run_seconds=0.6, tiny=True)
    telegram = BotApi(BotApiConfig(token=TOKEN, **switches))
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(Line(telegram))
        jimeng_url = await stack.enter_async_context(serve_emulator(emulator.app))
        world = World(folder, telegram, line, emulator, jimeng_url)
        stack.push_async_callback(world.close)
        yield world


def buttons_of(view: Json) -> list[str]:
    """The words on a message's buttons."""
    return [button["text"] for row in view["buttons"] or [] for button in row]
