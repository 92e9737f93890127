"""Foreign web pages: nothing that they make a browser send gets through."""

import httpx
import pytest
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.page.live import Live
from tests.unit.botapi.scenery import TOKEN, Client

SWITCHES = "/control/switches"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8080"},
        {"host": "[broken"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "https://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
        | {"sec-fetch-dest": "iframe"},
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_foreign_page_is_refused(
    client: Client, headers: dict[str, str], verb: str
) -> None:
    """A rebound name, another origin (a port is one), a sandbox, a frame: 403, and nothing is done."""
    path = SWITCHES if verb == "POST" else "/control/state"

    answer = await client.http.request(
        verb, path, headers=headers, json={"flood_limits": True}
    )

    assert answer.status_code == 403
    assert not client.api.config.flood_limits


async def test_foreign_page_cannot_speak_for_the_bot(client: Client) -> None:
    """The bot's own door is shut to browsers of other origins too: its token is no secret here."""
    headers = {"origin": "https://evil.example"}

    answer = await client.http.get(f"/bot{TOKEN}/getUpdates", headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost:8080", "origin": "http://localhost:8080"},
        {"host": "[::1]:8080"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
)
async def test_own_page_and_programs_come_in(
    client: Client, headers: dict[str, str]
) -> None:
    """A program, the page itself by each loopback name, and an address that was typed."""
    answer = await client.http.post(
        SWITCHES, headers=headers, json={"flood_limits": True}
    )

    assert answer.status_code == 200
    assert client.api.config.flood_limits


async def test_link_from_elsewhere_opens_the_page(client: Client) -> None:
    """Whoever follows a link here sees the page, as at any other address."""
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    answer = await client.http.get(
        "/control/state", headers=headers | {"sec-fetch-dest": "document"}
    )

    assert answer.status_code == 200


async def test_foreign_page_gets_no_websocket() -> None:
    """The stream of what happens is refused to another origin, and given to the page's own."""
    telegram = BotApi(BotApiConfig(token=TOKEN))
    route = WebSocketRoute("/page/live", Live(telegram).follow)
    telegram.app.router.routes.insert(0, route)
    async with serve(telegram) as url, httpx.AsyncClient() as http:
        address = url.replace("http", "ws") + "/page/live"
        with pytest.raises(InvalidStatus) as refused:
            await connect(address, proxy=None, origin="https://evil.example")  # type: ignore[arg-type] # a NewType of str
        async with connect(address, proxy=None, origin=url) as page:  # type: ignore[arg-type] # as above
            await http.post(f"{url}/bot{TOKEN}/getMe")
            told = await page.recv()
    telegram.dispose()

    assert refused.value.response.status_code == 403
    assert "getMe" in str(told)
