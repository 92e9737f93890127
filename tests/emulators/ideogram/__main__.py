"""Runs the emulator by itself: `python -m tests.emulators.ideogram --port 9020`."""

import argparse

import uvicorn

from tests.emulators.ideogram.emulator import KEY, IdeogramEmulator

parser = argparse.ArgumentParser(prog="tests.emulators.ideogram", description=__doc__)
parser.add_argument("--port", type=int, default=9020)
parser.add_argument("--run-seconds", type=float, default=3.0)
parser.add_argument("--tiny", action="store_true", help="small pictures, for load")
parser.add_argument("--key", default=KEY, help="the key that is known")
arguments = parser.parse_args()

emulator = IdeogramEmulator(
    key=arguments.key, run_seconds=arguments.run_seconds, tiny=arguments.tiny
)
uvicorn.run(emulator.app, port=arguments.port, access_log=False)
