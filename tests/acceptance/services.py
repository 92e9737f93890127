"""The services around a bot: every vendor's emulator on loopback, able to go away and come back.

async with open_services(world, "hidream", "local") as services:
    hidream = services["hidream"]
    await world.start()
    ...
    await hidream.stop()
    assert len(hidream.paid) == 1
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.acceptance.world import World
from tests.emulators.dreamina_mcp import DreaminaMcpEmulator
from tests.emulators.dreamina_mcp.emulator import PATH as ENDPOINT
from tests.emulators.hidream import HidreamEmulator
from tests.emulators.hidream.emulator import TOKEN as HIDREAM_TOKEN
from tests.emulators.ideogram import KEY as IDEOGRAM_KEY
from tests.emulators.ideogram import IdeogramEmulator
from tests.emulators.ideogram_gateway import KEY as GATEWAY_KEY
from tests.emulators.ideogram_gateway import GatewayEmulator
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.openai_images import KEY as OPENAI_KEY
from tests.emulators.openai_images import OpenaiEmulator
from tests.emulators.server import LoopbackServer

INTRANET_SESSION = "emulator-intranet-session"
RUN_SECONDS = 0.4
Settings = Mapping[str, str]


class Wire:
    """An emulator's app, and the sums of the pictures that went over the wire.

    Attributes:
        sums: sha256 of each picture that was served, in order.
    """

    def __init__(self, app: Any) -> None:
        self.sums: list[str] = []
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, and listen to its answer."""
        body, kind = bytearray(), b""

        async def overheard(message: Any) -> None:
            nonlocal kind
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
            else:
                body.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, receive, overheard)
        if kind.startswith(b"image/"):
            self.sums.append(hashlib.sha256(body).hexdigest())


@dataclass(slots=True, kw_only=True)
class Service:
    """One vendor.

    Attributes:
        name: as the settings have it.
        emulator: its `log` and `faults` are also here.
        secret: what nobody but the vendor may read.
        settings: the bot's settings for an emulator at an address.
        is_ours: tells this vendor's paid submits from those of one behind the same door.
    """

    name: str
    emulator: Any
    secret: str
    settings: Callable[[str], Settings]
    is_ours: Callable[[Any], bool] = bool
    wire: Wire = field(init=False)
    server: LoopbackServer = field(init=False)

    def __post_init__(self) -> None:
        """Take the emulator's app to a server that does not listen yet."""
        self.wire = Wire(self.emulator.app)
        self.server = LoopbackServer(self.wire)

    @property
    def log(self) -> Any:
        """What the emulator saw."""
        return self.emulator.log

    @property
    def faults(self) -> Any:
        """The emulator's failures."""
        return self.emulator.faults

    @property
    def paid(self) -> list[Any]:
        """The submits that it took."""
        return [entry for entry in self.log.paid_submits if self.is_ours(entry)]

    @property
    def submits(self) -> list[Any]:
        """The submits that reached it, taken or not."""
        calls = ("submit", "generate")
        return [
            entry
            for entry in self.log.entries
            if entry.call in calls and self.is_ours(entry)
        ]

    async def start(self) -> None:
        """Listen, at the same address as before."""
        await self.server.start()

    async def stop(self) -> None:
        """Dead: open connections break, new ones are refused."""
        await self.server.stop()


def _jimeng(run_seconds: float, *, tiny: bool = True) -> Service:
    return Service(
        name="jimeng",
        emulator=JimengEmulator(
            run_seconds=run_seconds, tiny=tiny, credits_by_session={SESSION: 1_000_000}
        ),
        secret=SESSION,
        settings=lambda url: {
            "JIMENG_SESSION_ID": SESSION,
            "JIMENG_API_URL": url,
            "JIMENG_IMAGEX_URL": url,
        },
    )


def _dreamina_mcp(run_seconds: float, *, tiny: bool = True) -> Service:
    """The intranet's door; uploads, polls and downloads are the public site's."""
    site = JimengEmulator(
        run_seconds=run_seconds,
        tiny=tiny,
        credits_by_session={SESSION: 1_000_000, INTRANET_SESSION: 1_000_000},
    )
    return Service(
        name="dreamina_mcp",
        emulator=DreaminaMcpEmulator(site),
        secret=INTRANET_SESSION,
        settings=lambda url: {
            "DREAMINA_MCP_COOKIE": f"theme=dark; sessionid={INTRANET_SESSION}",
            "DREAMINA_MCP_URL": url,
            "JIMENG_API_URL": url,
            "JIMENG_IMAGEX_URL": url,
        },
        is_ours=lambda entry: entry.path == ENDPOINT,
    )


def _hidream(run_seconds: float, *, tiny: bool = True) -> Service:
    return Service(
        name="hidream",
        emulator=HidreamEmulator(run_seconds=run_seconds, tiny=tiny),
        secret=HIDREAM_TOKEN,
        settings=lambda url: {"HIDREAM_TOKEN": HIDREAM_TOKEN, "HIDREAM_API_URL": url},
    )


def _ideogram(run_seconds: float, *, tiny: bool = True) -> Service:
    return Service(
        name="ideogram",
        emulator=IdeogramEmulator(run_seconds=run_seconds, tiny=tiny),
        secret=IDEOGRAM_KEY,
        settings=lambda url: {
            "IDEOGRAM_API_KEY": IDEOGRAM_KEY,
            "IDEOGRAM_API_URL": url,
        },
    )


def _gateway(run_seconds: float, *, tiny: bool = True) -> Service:
    del tiny  # it enlarges what it gets
    return Service(
        name="ideogram_gateway",
        emulator=GatewayEmulator(run_seconds=run_seconds),
        secret=GATEWAY_KEY,
        settings=lambda url: {
            "IDEOGRAM_GATEWAY_KEY": GATEWAY_KEY,
            "IDEOGRAM_GATEWAY_URL": url,
        },
    )


def _openai(run_seconds: float, *, tiny: bool = True) -> Service:
    return Service(
        name="openai",
        emulator=OpenaiEmulator(run_seconds=run_seconds, tiny=tiny),
        secret=OPENAI_KEY,
        settings=lambda url: {
            "OPENAI_API_KEY": OPENAI_KEY,
            "OPENAI_BASE_URL": f"{url}/v1",
        },
    )


class Maker(Protocol):
    """Makes a vendor whose tasks run so long, and whose pictures are 64 pixels when `tiny`."""

    def __call__(self, run_seconds: float, *, tiny: bool = True) -> Service:
        """Make it; it does not listen yet."""


MAKERS: Mapping[str, Maker] = {
    "jimeng": _jimeng,
    "hidream": _hidream,
    "ideogram": _ideogram,
    "ideogram_gateway": _gateway,
    "openai": _openai,
    "dreamina_mcp": _dreamina_mcp,
}
ENGINES = ("local", "demo")  # they need no service
LISTS = ("GENERATE_PROVIDERS", "EDIT_PROVIDERS", "UPSCALE_PROVIDERS")


@asynccontextmanager
async def open_services(
    world: World, *names: str, run_seconds: float = RUN_SECONDS
) -> AsyncIterator[dict[str, Service]]:
    """Serve these vendors, and tell the bot of them in this order and of no other.

    Jimeng's site can stand only once: with `dreamina_mcp` it is the one behind that door.
    """
    for name in [each for each in world.settings if each.startswith("JIMENG_")]:
        del world.settings[name]
    made = {name: MAKERS[name](run_seconds) for name in names if name in MAKERS}
    if {"jimeng", "dreamina_mcp"} <= made.keys():
        made["jimeng"] = _behind(made["dreamina_mcp"])
    async with AsyncExitStack() as stack:
        for service in made.values():
            if not service.server.url:
                await service.start()
                stack.push_async_callback(service.stop)
            world.settings.update(service.settings(service.server.url))
        if "hidream" in made:
            stack.push_async_callback(made["hidream"].emulator.close)
        world.settings["LOCAL_ENGINE"] = str("local" in names).lower()
        world.settings.update(dict.fromkeys(LISTS, ",".join(names)))
        # No process of the bot outlives what it asks.
        stack.push_async_callback(world.kill)
        yield made


def _behind(door: Service) -> Service:
    """The public site behind the intranet's door: the same server, the same log."""
    site = _jimeng(0)
    site.emulator = door.emulator.site
    site.wire, site.server = door.wire, door.server
    site.is_ours = lambda entry: entry.path != ENDPOINT
    return site


def secrets_told(world: World, services: Mapping[str, Service]) -> list[str]:
    """Where a vendor's key stands though it must not: the log, a chat, another vendor's requests."""
    said = [str(call["params"]) for call in world.telegram.log.calls()]
    found = []
    for service in services.values():
        found += [
            f"log: {line}" for line in world.log.splitlines() if service.secret in line
        ]
        found += [f"chat: {text}" for text in said if service.secret in text]
        found += [
            f"{other.name}: {entry.path}"
            for other in services.values()
            for entry in other.log.entries
            if service.secret in f"{entry.path} {entry.query} {entry.body}"
            or (other.log is not service.log and service.secret in str(entry.headers))
        ]
    return found
