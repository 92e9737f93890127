"""Plugs the page together: a server, the bot, its people; and puts everything away again."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.quota import QuotaRules
from bot.playground.botapi import BotApi, BotApiConfig
from bot.playground.page.backstage import Backstage
from bot.playground.page.cast import gather
from bot.playground.page.keeper import Keeper
from bot.playground.page.services import Services, serving
from bot.playground.page.site import Site
from bot.playground.tour.environment import TOKEN, bot_environment, own_services
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.process import BotProcess
from bot.playground.tour.stage import serving as serving_telegram
from bot.playground.tour.troubles import TourFailed
from bot.settings import Settings

_LISTS = ("GENERATE_PROVIDERS", "EDIT_PROVIDERS", "UPSCALE_PROVIDERS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """What the user asked for.

    Attributes:
        port: of the page; the usual one, or any when that is taken, without.
        providers: names of providers whose emulators are served.
        folder: gets the bot's data and its log.
        ready: is told the page's address once it can be opened.
    """

    port: int | None = None
    providers: tuple[str, ...] = ()
    folder: Path = field(default_factory=lambda: Path("play"))
    ready: Callable[[str], None] = lambda _url: None


async def open_page(
    settings: Settings, playing: Playing, say: Callable[[str], None]
) -> None:
    """Serve the page until Ctrl-C or SIGTERM, which end it in good order.

    Raises:
        CannotStart: the port, the folder or an emulator cannot be used.
        TourFailed: the bot does not start.
    """
    work = asyncio.create_task(_play(settings, playing, say))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        say("\nStopped. Nothing is left running.")


async def _play(
    settings: Settings, playing: Playing, say: Callable[[str], None]
) -> None:
    telegram = BotApi(BotApiConfig(token=TOKEN))
    cast = gather(telegram.people)
    async with AsyncExitStack() as stack:
        stack.callback(telegram.dispose)
        services = await stack.enter_async_context(serving(playing.providers))
        url = await stack.enter_async_context(serving_telegram(telegram, playing.port))
        folder = stack.enter_context(closing(PlayFolder(playing.folder)))
        told = bot_environment(settings, url, folder.data.absolute()) | cast.settings
        told = page_environment(told, services)
        bot = BotProcess(folder, told, telegram.log)
        keeper = Keeper(bot)
        stack.push_async_callback(keeper.stop)
        site = Site(
            telegram=telegram,
            cast=cast,
            keeper=keeper,
            backstage=Backstage(
                folder.data / "imagewright.db", QuotaRules(), frozenset({cast.admin})
            ),
            services=services,
            engines={name: told[name] for name in _LISTS},
        )
        telegram.app.router.routes[:0] = site.routes()
        say(_introduction(settings, services, url))
        await _start(keeper, bot, say)
        playing.ready(url)
        say("The bot is there. Ctrl-C ends it.")
        await asyncio.Event().wait()


async def _start(keeper: Keeper, bot: BotProcess, say: Callable[[str], None]) -> None:
    try:
        await keeper.start()
    except TourFailed:
        say(f"The end of the bot's log:\n{bot.last_words()}")
        raise


def page_environment(told: dict[str, str], services: Services) -> dict[str, str]:
    """The bot's environment with the emulators in front of everything but the user's own keys."""
    hidden = tuple(f"{name.upper()}_" for name in services.displaced)
    kept = {name: value for name, value in told.items() if not name.startswith(hidden)}
    lists = {name: ",".join(_preferred(told[name], services)) for name in _LISTS}
    return kept | services.settings | lists


def _preferred(own: str, services: Services) -> list[str]:
    names = dict.fromkeys([*services.emulators, *own.split(",")])
    return [name for name in names if name not in services.displaced]


def _introduction(settings: Settings, services: Services, url: str) -> str:
    taken = {*services.emulators, *services.displaced}
    own = [name for name in own_services(settings) if name not in taken]
    lines = [f"Open {url} in a browser: a chat with the real bot."]
    if services.emulators:
        lines.append(f"Emulated services: {', '.join(services.emulators)}.")
    lines.append(
        f"Your keys are used: {', '.join(own)}. Pictures may cost there."
        if own
        else "No token, no account, and nothing leaves this machine."
    )
    return "\n".join(lines)
