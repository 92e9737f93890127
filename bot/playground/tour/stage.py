"""Plugs the tour together: a server, the bot, a person; and puts everything away again."""

import asyncio
import errno
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.tour.chat import Chat
from bot.playground.tour.environment import TOKEN, bot_environment, own_services
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.photo import read_photo
from bot.playground.tour.process import BotProcess
from bot.playground.tour.scenes import SCENES, Scenery
from bot.playground.tour.screen import Screen
from bot.playground.tour.troubles import CannotStart, TourFailed
from bot.settings import Settings

USUAL_PORT = 8080
PATIENCE, PATIENCE_WITH_SERVICES = 120.0, 900.0  # seconds for one job


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """What the user asked for.

    Attributes:
        photo: a picture of their own; the sample without.
        port: of the Bot API server; the usual one, or any when that is taken, without.
        folder: gets the pictures, the data and the log.
    """

    photo: Path | None = None
    port: int | None = None
    folder: Path = field(default_factory=lambda: Path("play"))


async def take_tour(settings: Settings, tour: Tour, console: Console) -> None:
    """Play all scenes; Ctrl-C and SIGTERM end it in good order.

    Raises:
        CannotStart: the photo, the port or the folder cannot be used.
        TourFailed: a scene did not come to its end; the end of the bot's log is on the screen.
    """
    work = asyncio.create_task(_play(settings, tour, console))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        console.print("\nStopped. Nothing is left running.")


async def _play(settings: Settings, tour: Tour, console: Console) -> None:
    photo = await asyncio.to_thread(read_photo, tour.photo)
    telegram = BotApi(BotApiConfig(token=TOKEN))
    with ExitStack() as stack:
        stack.callback(telegram.dispose)
        async with serving(telegram, tour.port) as url:
            folder = stack.enter_context(closing(PlayFolder(tour.folder)))
            environment = bot_environment(settings, url, folder.data.absolute())
            bot = BotProcess(folder, environment, telegram.log)
            _introduce(console, settings, url)
            try:
                await bot.start()
                screen = Screen(console)
                await _play_scenes(settings, screen, telegram, bot, folder, photo)
            except TourFailed:
                console.print(Text(f"\nThe end of {folder.log}:\n{bot.last_words()}"))
                raise
            finally:
                await bot.stop()
    _say_goodbye(console, folder)


async def _play_scenes(
    settings: Settings,
    screen: Screen,
    telegram: BotApi,
    bot: BotProcess,
    folder: PlayFolder,
    photo: bytes,
) -> None:
    patience = PATIENCE_WITH_SERVICES if own_services(settings) else PATIENCE
    chat = Chat(telegram, bot, screen, folder, patience=patience)
    scenery = Scenery(chat=chat, screen=screen, bot=bot, photo=photo)
    following = asyncio.create_task(chat.follow())
    try:
        for number, scene in enumerate(SCENES, start=1):
            chat.begin(f"{number}-{scene.name}")
            with screen.scene(f"{number}. {scene.title}"):
                await scene.play(scenery)
                await chat.catch_up()
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


@asynccontextmanager
async def serving(telegram: BotApi, port: int | None) -> AsyncIterator[str]:
    """Serve on the port that was asked for, or else on the usual or any free one."""
    for candidate in (port,) if port is not None else (USUAL_PORT, 0):
        server = serve(telegram, port=candidate)
        try:
            url = await server.__aenter__()
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        try:
            yield url
        finally:
            await server.__aexit__(None, None, None)
        return
    raise CannotStart(f"--port {port}: is taken or not allowed; choose another one")


def _introduce(console: Console, settings: Settings, url: str) -> None:
    services = own_services(settings)
    lines = [
        "A short tour: you write to the bot, and see the chat as it changes.",
        f"The bot is the real one, a program of its own; its Telegram is {url}.",
        f"Your keys are used: {', '.join(services)}. Pictures may cost there."
        if services
        else "No token, no account, and nothing leaves this machine.",
        "Ctrl-C ends it.",
    ]
    console.print(Text("\n".join(lines)), soft_wrap=True)


def _say_goodbye(console: Console, folder: PlayFolder) -> None:
    pictures = sum(path.name[0].isdigit() for path in folder.path.iterdir())
    lines = [
        f"{pictures} pictures are in {folder.path}/, the bot's log is {folder.log}.",
        "For a bot of your own:",
        "  1. ask @BotFather in Telegram for a token (/newbot)",
        "  2. write TELEGRAM_BOT_TOKEN=... into a file .env here (.env.example has all settings)",
        f"  3. {_program()} run",
    ]
    console.print()
    console.rule(Text("Done", style="bold"), align="left")
    console.print(Text("\n".join(lines)), soft_wrap=True)


def _program() -> str:
    """What to type for this program, as short as it can be."""
    script = Path(sys.argv[0])
    here = Path.cwd()
    return str(script.relative_to(here) if script.is_relative_to(here) else script)
