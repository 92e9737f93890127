"""Runs the emulator by itself: `python -m tests.emulators.ideogram --port 9020`."""

from tests.emulators import program
from tests.emulators.ideogram.emulator import KEY, IdeogramEmulator

parser = program.options("ideogram", port=9020, run_seconds=3.0)
program.add_tiny(parser)
parser.add_argument("--key", default=KEY, help="the key that is known")
told = parser.parse_args()

emulator = IdeogramEmulator(key=told.key, run_seconds=told.run_seconds, tiny=told.tiny)
program.run(emulator.app, told.port)
