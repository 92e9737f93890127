"""Runs the emulator by itself: `python -m tests.emulators.ideogram_gateway --port 9030`."""

import argparse

import uvicorn

from tests.emulators.ideogram_gateway.emulator import KEY, GatewayEmulator, Shape

parser = argparse.ArgumentParser(
    prog="tests.emulators.ideogram_gateway", description=__doc__
)
parser.add_argument("--port", type=int, default=9030)
parser.add_argument("--run-seconds", type=float, default=6.0)
parser.add_argument("--shape", type=Shape, default=Shape.TASK, choices=list(Shape))
parser.add_argument("--key", default=KEY, help="the key that is known")
arguments = parser.parse_args()

emulator = GatewayEmulator(
    key=arguments.key, run_seconds=arguments.run_seconds, shape=arguments.shape
)
uvicorn.run(emulator.app, port=arguments.port, access_log=False)
