"""The Jimeng emulator as a program that says, beside the rest, which tasks were polled since when.

`GET /polled?since=UNIX_SECONDS` answers `{"tasks": n, "polled": n, "last": unix seconds}`: tasks
that exist, those of them that were asked for since then, and when the last one was, the first time.
"""

import argparse
import asyncio
import json
import sys

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from typing_extensions import override

from tests.emulators.jimeng.emulator import SESSION, JimengEmulator
from tests.emulators.server import serve


def polled(emulator: JimengEmulator, since: float) -> dict[str, float]:
    """Count the tasks that were asked for since then."""
    firsts: dict[str, float] = {}
    for entry in reversed(emulator.log.entries):
        if entry.at < since:
            break
        if entry.call == "poll":
            firsts.update(dict.fromkeys(entry.notes, entry.at))
    last = max(firsts.values(), default=since)
    return {"tasks": len(emulator.tasks), "polled": len(firsts), "last": last}


class WeightedEmulator(JimengEmulator):
    """Its pictures are filled up to a number of bytes, which costs no time to draw."""

    weight = 0

    @override
    def picture(self, item_id: str) -> bytes | None:
        data = super().picture(item_id)
        return data if data is None else data.ljust(self.weight, b"\0")


async def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.jimeng_server")
    parser.add_argument("--run-seconds", type=float, required=True)
    parser.add_argument("--weight", type=int, default=0, help="bytes of each picture")
    parser.add_argument("--full-size", action="store_true", help="2k and 4k pictures")
    options = parser.parse_args()
    emulator = WeightedEmulator(
        run_seconds=options.run_seconds,
        tiny=not options.full_size,
        credits_by_session={SESSION: 1_000_000},
    )

    emulator.weight = options.weight

    async def answer(request: Request) -> JSONResponse:
        since = float(request.query_params.get("since", 0))
        return JSONResponse(polled(emulator, since))

    emulator.app.router.routes.append(Route("/polled", answer))
    async with serve(emulator.app) as url:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
