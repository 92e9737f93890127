"""One vendor's emulator as a program, twice: tasks that never end, and tasks that end at once.

`python -m tests.benchmarks.provider_server hidream` prints the bot's settings for both:
`{"running": {...}, "done": {...}}`.
"""

import argparse
import asyncio
import json
import sys

from tests.acceptance.services import MAKERS

FOREVER = 86_400.0  # seconds


async def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.provider_server")
    parser.add_argument("name", choices=list(MAKERS))
    name = parser.parse_args().name
    settings = {}
    for state, seconds in (("running", FOREVER), ("done", 0.0)):
        service = MAKERS[name](seconds, tiny=False)
        await service.start()
        settings[state] = dict(service.settings(service.server.url))
    sys.stdout.write(json.dumps(settings) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
