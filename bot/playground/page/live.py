"""What happens, told to a page as it happens, over a websocket."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.botapi import BotApi
from bot.playground.botapi.feed import Feed, Item

_LONG = 3600.0  # seconds of one wait; then the next begins


class Live:
    """Sends `{"events": [...]}` and `{"calls": [...]}`, from the numbers that the page has seen.

    Args:
        telegram: whose feeds are told.
    """

    def __init__(self, telegram: BotApi) -> None:
        self._telegram = telegram

    async def follow(self, socket: WebSocket) -> None:
        """Serve one page until it goes away."""
        await socket.accept()
        asked = socket.query_params
        feeds = {
            "events": (self._telegram.world.events, int(asked.get("events", 0))),
            "calls": (self._telegram.log.feed, int(asked.get("calls", 0))),
        }
        tasks = [
            asyncio.create_task(_tell(socket, name, feed, seen))
            for name, (feed, seen) in feeds.items()
        ]
        tasks.append(asyncio.create_task(_gone(socket)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(socket: WebSocket, name: str, feed: Feed, seen: int) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            items = feed.after(seen)
            seen = feed.last_seq
            if items:
                await socket.send_json({name: items})
                continue
            with suppress(TimeoutError):
                await feed.wait(seen, _anything, _LONG)


def _anything(_item: Item) -> bool:
    return True


async def _gone(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()
