"""The websocket: what happens is told at once, once, and from where the page left off."""

import json

import httpx
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import connect

from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.page.live import Live
from bot.playground.tour.environment import TOKEN


async def test_events_and_calls_come_as_they_happen() -> None:
    """A message and a call of the bot's are told, each with its number; an empty poll is not."""
    telegram = BotApi(BotApiConfig(token=TOKEN))
    route = WebSocketRoute("/page/live", Live(telegram).follow)
    telegram.app.router.routes.insert(0, route)
    anna = telegram.people.add_user("Anna")["id"]
    async with serve(telegram) as url, httpx.AsyncClient() as client:
        address = url.replace("http", "ws") + "/page/live"
        async with connect(address, proxy=None) as page:
            await telegram.people.send_text(anna, "hello")
            told = json.loads(await page.recv())
            await client.post(f"{url}/bot{TOKEN}/getUpdates", json={"offset": -1})
            polled = json.loads(await page.recv())
            seen = polled["calls"][0]["result"][-1]["update_id"] + 1
            await client.post(f"{url}/bot{TOKEN}/getUpdates", json={"offset": seen})
            await client.post(f"{url}/bot{TOKEN}/getMe")
            asked = json.loads(await page.recv())
        async with connect(f"{address}?events=1&calls=1", proxy=None) as page:
            again = json.loads(await page.recv())
    telegram.dispose()

    assert told["events"][0]["message"]["text"] == "hello"
    assert polled["calls"][0]["method"] == "getUpdates"
    assert [call["method"] for call in asked["calls"]] == ["getMe"]
    assert [call["seq"] for call in again["calls"]] == [2]


async def test_open_page_does_not_hold_the_end() -> None:
    """With a page open, the server stops all the same."""
    telegram = BotApi(BotApiConfig(token=TOKEN))
    route = WebSocketRoute("/page/live", Live(telegram).follow)
    telegram.app.router.routes.insert(0, route)
    async with serve(telegram) as url:
        page = await connect(url.replace("http", "ws") + "/page/live", proxy=None)

    await page.wait_closed()
    telegram.dispose()

    assert page.close_code == 1012  # service restart, RFC 6455 registry
