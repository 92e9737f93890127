"""Pictures, a clock that is moved by hand, and a client without a network."""

import io
import random
from typing import Any, Self

import httpx
from PIL import Image
from typing_extensions import override

from bot.playground.botapi import BotApi, BotApiConfig, Clock
from bot.playground.botapi.spec import bot_api

TOKEN = "42:test-token"
ALICE, BOB = 1001, 1002  # in the order in which the server meets them


class HandClock(Clock):
    """Time that moves only when told to."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now

    @override
    def now(self) -> float:
        return self.time

    @override
    async def sleep(self, seconds: float) -> None:
        self.time += seconds


def picture(
    width: int = 640, height: int = 480, kind: str = "PNG", *, noise: bool = False
) -> bytes:
    """Draw a gradient, or noise that does not compress."""
    buffer = io.BytesIO()
    if noise:
        data = random.Random(7).randbytes(width * height * 3)
        image = Image.frombytes("RGB", (width, height), data)
    else:
        image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.save(buffer, kind)
    return buffer.getvalue()


class Client:
    """Speaks to a server in process and checks each answer against the specification."""

    def __init__(self, config: BotApiConfig | None = None) -> None:
        self.clock = HandClock()
        self.api = BotApi(config or BotApiConfig(token=TOKEN), self.clock)
        self.people = self.api.people
        transport = httpx.ASGITransport(self.api.app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        self.api.close()
        self.api.dispose()

    async def raw(self, method: str, **request: Any) -> httpx.Response:
        """Post anything to a method."""
        return await self.http.post(f"/bot{TOKEN}/{method}", **request)

    async def ok(self, method: str, /, **values: Any) -> Any:
        """Call with JSON and give the result of a call that must succeed."""
        answer = (await self.raw(method, json=values)).json()
        assert answer["ok"], answer
        if isinstance(answer["result"], dict) and "chat" in answer["result"]:
            bot_api().check("Message", answer["result"])
        return answer["result"]

    async def no(self, method: str, /, **values: Any) -> str:
        """Call with JSON and give the description of a call that must fail."""
        answer = (await self.raw(method, json=values)).json()
        assert not answer["ok"], answer
        return str(answer["description"])

    async def upload(self, method: str, files: dict[str, Any], **values: Any) -> Any:
        """Call with files and give the whole answer."""
        return (await self.raw(method, data=values, files=files)).json()

    async def updates(self) -> list[Any]:
        """Take and confirm the waiting updates, each checked against the specification."""
        found: list[Any] = await self.ok("getUpdates")
        for update in found:
            bot_api().check("Update", update)
        if found:
            await self.ok("getUpdates", offset=found[-1]["update_id"] + 1)
        return found
