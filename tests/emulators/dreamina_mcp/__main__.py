"""Runs the emulator by itself: `python -m tests.emulators.dreamina_mcp --port 9002`."""

import argparse

import uvicorn

from tests.emulators.dreamina_mcp.emulator import DreaminaMcpEmulator
from tests.emulators.dreamina_mcp.orders import Shape
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION

parser = argparse.ArgumentParser(
    prog="tests.emulators.dreamina_mcp", description=__doc__
)
parser.add_argument("--port", type=int, default=9002)
parser.add_argument("--run-seconds", type=float, default=8.0)
parser.add_argument("--tiny", action="store_true", help="small pictures, for load")
parser.add_argument("--session", default=SESSION, help="the sessionid that is known")
parser.add_argument("--shape", type=Shape, default=Shape.ENVELOPE, choices=list(Shape))
arguments = parser.parse_args()

site = JimengEmulator(
    run_seconds=arguments.run_seconds,
    tiny=arguments.tiny,
    credits_by_session={arguments.session: 1_000_000},
)
uvicorn.run(
    DreaminaMcpEmulator(site, shape=arguments.shape).app,
    port=arguments.port,
    access_log=False,
)
