"""Runs the emulator by itself: `python -m tests.emulators.jimeng --port 9000`."""

import argparse

import uvicorn

from tests.emulators.jimeng.emulator import SESSION, JimengEmulator

parser = argparse.ArgumentParser(prog="tests.emulators.jimeng", description=__doc__)
parser.add_argument("--port", type=int, default=9000)
parser.add_argument("--run-seconds", type=float, default=8.0)
parser.add_argument("--tiny", action="store_true", help="small pictures, for load")
parser.add_argument("--session", default=SESSION, help="the sessionid that is known")
arguments = parser.parse_args()

uvicorn.run(
    JimengEmulator(
        run_seconds=arguments.run_seconds,
        tiny=arguments.tiny,
        credits_by_session={arguments.session: 1_000_000},
    ).app,
    port=arguments.port,
    access_log=False,
)
