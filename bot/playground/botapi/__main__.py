"""Run a server in a process of its own: ``python -m bot.playground.botapi``.

It prints its address as one line of JSON and serves until it is told to stop.
"""

import argparse
import asyncio
import json
import signal
import sys

from bot.playground.botapi.config import BotApiConfig
from bot.playground.botapi.server import BotApi
from bot.playground.botapi.serving import serve


async def _serve(port: int, config: BotApiConfig) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serve(BotApi(config), port=port) as url:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground.botapi")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=BotApiConfig().token)
    parser.add_argument("--flood-limits", action="store_true")
    parser.add_argument("--no-recompress", action="store_true")
    options = parser.parse_args()
    config = BotApiConfig(
        token=options.token,
        flood_limits=options.flood_limits,
        recompress=not options.no_recompress,
    )
    asyncio.run(_serve(options.port, config))


if __name__ == "__main__":
    main()
