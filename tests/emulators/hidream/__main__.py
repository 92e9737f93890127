"""Runs the emulator by itself: `python -m tests.emulators.hidream --port 9001`."""

import argparse

import uvicorn

from tests.emulators.hidream.emulator import TOKEN, HidreamEmulator

parser = argparse.ArgumentParser(prog="tests.emulators.hidream", description=__doc__)
parser.add_argument("--port", type=int, default=9001)
parser.add_argument("--run-seconds", type=float, default=8.0)
parser.add_argument("--tiny", action="store_true", help="small pictures, for load")
parser.add_argument("--token", default=TOKEN, help="the token that is known")
arguments = parser.parse_args()

uvicorn.run(
    HidreamEmulator(
        run_seconds=arguments.run_seconds,
        tiny=arguments.tiny,
        credits_by_token={arguments.token: 1_000_000},
    ).app,
    port=arguments.port,
    access_log=False,
)
