"""The life of the bot: start from the ground up, serve, and stop from the top down."""

import asyncio
import gc
import hmac
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.app.front_door import open_front_door
from bot.app.pulse import Pulse
from bot.app.rooms import House, furnish
from bot.app.stores import open_stores
from bot.app.telegram import build_bot
from bot.app.vendors import open_routes
from bot.app.watch import Watch
from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.lookout import Lookout
from bot.domain.errors import BotError
from bot.handlers.inbox import KEEP_UPDATES, Inbox
from bot.handlers.introducing import introduce
from bot.handlers.polling import ALLOWED_UPDATES, Polling
from bot.imaging import PillowTools
from bot.services.runner import Runner
from bot.settings import Settings
from bot.web import Callbacks, Webhook, WebServer
from providers.clock import Clock, SystemClock

log = structlog.get_logger("imagewright.app")

COLLECT_AFTER = 20_000, 20, 50  # new objects, and rounds of the younger generation
A_DAY = 86_400.0  # seconds between two rounds of forgetting
# Seconds between tries to reach Telegram at the start.
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)


class InvalidBotToken(Exception):
    """Telegram does not know the token."""


async def run_bot(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        InvalidBotToken: the operator has to mend TELEGRAM_BOT_TOKEN.
        StorageError, OSError: the database or the address to listen at cannot be used.
    """
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    clock = SystemClock()
    async with _open_house(settings, clock) as house:
        _spare_the_collector()
        life = _Life(house, clock.now())
        serving = asyncio.create_task(life.serve(), name="serve")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        log.info("app.stopping", running=house.runner.running)
        await life.close(serving)
        if serving.done() and not serving.cancelled():
            serving.result()
    log.info("app.stopped")


def _spare_the_collector() -> None:
    """A seventh of a crowd's processor time went into looking for cycles where there are none."""
    gc.collect()
    gc.freeze()  # what the start has made stays for good
    gc.set_threshold(*COLLECT_AFTER)


@asynccontextmanager
async def _open_house(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        stores = await stack.enter_async_context(open_stores(settings.database))
        bells: list[Runner] = []
        callbacks = _callbacks(settings, bells)
        routes = await stack.enter_async_context(
            open_routes(settings, clock, callbacks.address if callbacks else None)
        )
        outbox = Outbox(clock)
        telegram_bot = build_bot(settings, outbox)
        stack.push_async_callback(telegram_bot.shutdown)
        stack.push_async_callback(outbox.stop)
        tools = PillowTools()
        stack.callback(tools.close)
        house = furnish(settings, clock, telegram_bot, outbox, stores, routes, tools)
        bells.append(house.runner)
        yield replace(house, callbacks=callbacks)


def _callbacks(settings: Settings, bells: list[Runner]) -> Callbacks | None:
    """Addresses for providers that can call back; they stay valid over restarts."""
    if settings.public_url is None or settings.telegram_bot_token is None:
        return None
    token = settings.telegram_bot_token.get_secret_value().encode()

    def wake(_provider: str, reference: str) -> None:
        for runner in bells:
            runner.ring_by_key(reference)

    key = hmac.digest(token, b"provider callbacks", "sha256")
    return Callbacks(public_url=settings.public_url, key=key, wake=wake)


class _Life:
    """What runs while the house is open."""

    def __init__(self, house: House, started_at: datetime) -> None:
        self._house = house
        self._inbox: Inbox | None = None
        self._polling: Polling | None = None
        self._pulse = Pulse(house.clock)
        self._watch = Watch(house, started_at, self._last_update, self._pulse)
        self._web: WebServer | None = None

    async def serve(self) -> None:
        """Resume what an earlier run left, then take updates; ends only by being cancelled."""
        house = self._house
        await self._open_web()
        await self._insist(house.telegram_bot.initialize)
        await house.messenger.start()
        await house.sweeper.start()
        left = await house.runner.start()
        self._inbox = open_front_door(house)
        refed = await self._inbox.refeed()
        log.info(
            "app.started", name=house.telegram_bot.username, resumed=left, updates=refed
        )
        menu = asyncio.create_task(introduce(house.telegram_bot, house.texts))
        tidying = asyncio.create_task(self._forget_updates(), name="old updates")
        lookout = asyncio.create_task(Lookout(house.outbox, house.clock).watch())
        pulse = asyncio.create_task(self._pulse.watch(), name="pulse")
        try:
            await self._take_updates(self._inbox)
        finally:
            pulse.cancel()
            lookout.cancel()
            menu.cancel()
            tidying.cancel()

    async def close(self, serving: asyncio.Task[None]) -> None:
        """No new updates, no new jobs; put down what runs; last words; then the doors close."""
        serving.cancel()
        await asyncio.wait({serving})
        closing = [self._house.runner.stop()]
        if self._inbox is not None:
            closing.append(self._inbox.close())
        if self._web is not None:
            closing.append(self._web.stop())
        await asyncio.gather(*closing)
        doors = self._house.messenger, self._house.pager, self._house.sweeper
        await asyncio.gather(*(door.stop() for door in doors))

    async def _open_web(self) -> None:
        settings = self._house.settings
        webhook = None
        if settings.telegram_webhook_url and settings.telegram_webhook_secret:
            secret = settings.telegram_webhook_secret.get_secret_value()
            webhook = Webhook(
                url=settings.telegram_webhook_url, secret=secret, take=self._take_posted
            )
        self._web = WebServer(
            host=settings.listen.host,
            port=settings.listen.port,
            checks=self._watch.checks(),
            collect=self._watch.collect,
            webhook=webhook,
            callbacks=self._house.callbacks,
        )
        await self._web.start()

    async def _insist(self, call: Callable[[], Awaitable[object]]) -> None:
        """A call that the start needs, for as long as it takes: a server may come up after its bot."""
        failures = 0
        while True:
            try:
                await call()
            except InvalidToken as error:
                raise InvalidBotToken from error
            except BadRequest:
                raise  # an address that Telegram does not take will not get better
            except TelegramError as error:
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                log.warning("telegram.away", error=repr(error), pause=pause)
                failures += 1
                await self._house.clock.sleep(pause)
            else:
                return

    async def _take_updates(self, inbox: Inbox) -> None:
        settings = self._house.settings
        if settings.telegram_webhook_url is None:
            self._polling = Polling(self._house.telegram_bot, inbox, self._house.clock)
            await self._polling.run()
            return
        secret = settings.telegram_webhook_secret
        await self._insist(
            partial(
                self._house.telegram_bot.set_webhook,
                settings.telegram_webhook_url,
                secret_token=secret.get_secret_value() if secret else None,
                allowed_updates=list(ALLOWED_UPDATES),
            )
        )
        await asyncio.Event().wait()

    async def _forget_updates(self) -> None:
        """Every day: a bot that runs for a year must not keep a year of them."""
        while True:
            try:
                await self._house.stores.updates.forget_updates(
                    self._house.clock.now() - KEEP_UPDATES
                )
            except BotError:
                log.exception("updates.not_forgotten")
            await self._house.clock.sleep(A_DAY)

    async def _take_posted(self, bodies: Sequence[str]) -> None:
        """Updates of the webhook. Before the front door is open, Telegram keeps them."""
        if self._inbox is None:
            raise ConnectionError("not ready")
        await self._inbox.take([json.loads(body) for body in bodies])

    def _last_update(self) -> datetime | None:
        return self._polling.last_success if self._polling else None
