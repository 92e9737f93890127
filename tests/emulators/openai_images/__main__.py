"""Runs the emulator by itself: `python -m tests.emulators.openai_images --port 9040`.

The base URL is `http://127.0.0.1:9040/v1`.
"""

from tests.emulators import program
from tests.emulators.openai_images.emulator import KEY, OpenaiEmulator

parser = program.options("openai_images", port=9040, run_seconds=4.0)
program.add_tiny(parser)
parser.add_argument("--gives-urls", action="store_true", help="as many relays do")
parser.add_argument("--key", default=KEY, help="the key that is known")
told = parser.parse_args()

emulator = OpenaiEmulator(
    key=told.key,
    run_seconds=told.run_seconds,
    tiny=told.tiny,
    gives_urls=told.gives_urls,
)
program.run(emulator.app, told.port)
