"""Runs the emulator by itself: `python -m tests.emulators.openai_images --port 9040`.

The base URL is `http://127.0.0.1:9040/v1`.
"""

import argparse

import uvicorn

from tests.emulators.openai_images.emulator import KEY, OpenaiEmulator

parser = argparse.ArgumentParser(
    prog="tests.emulators.openai_images", description=__doc__
)
parser.add_argument("--port", type=int, default=9040)
parser.add_argument("--run-seconds", type=float, default=4.0)
parser.add_argument("--tiny", action="store_true", help="small pictures, for load")
parser.add_argument("--gives-urls", action="store_true", help="as many relays do")
parser.add_argument("--key", default=KEY, help="the key that is known")
arguments = parser.parse_args()

emulator = OpenaiEmulator(
    key=arguments.key,
    run_seconds=arguments.run_seconds,
    tiny=arguments.tiny,
    gives_urls=arguments.gives_urls,
)
uvicorn.run(emulator.app, port=arguments.port, access_log=False)
