"""An emulator as a program of its own: the options of all of them, and the server."""

import argparse

import uvicorn
from starlette.types import ASGIApp


def options(name: str, *, port: int, run_seconds: float) -> argparse.ArgumentParser:
    """What every emulator can be told; the caller adds what only its own can.

    Args:
        name: of the emulator's package below this one.
        port: unless another is told.
        run_seconds: from order to picture, unless told otherwise.
    """
    package = f"tests.emulators.{name}"
    parser = argparse.ArgumentParser(
        prog=package,
        description=f"Runs the emulator by itself: `python -m {package} --port {port}`.",
    )
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--run-seconds", type=float, default=run_seconds)
    return parser


def add_tiny(parser: argparse.ArgumentParser) -> None:
    """For those that draw."""
    parser.add_argument("--tiny", action="store_true", help="small pictures, for load")


def run(app: ASGIApp, port: int) -> None:
    """Serve on loopback until interrupted."""
    uvicorn.run(app, port=port, access_log=False)
