"""Runs the emulator by itself: `python -m tests.emulators.hidream --port 9001`."""

from tests.emulators import program
from tests.emulators.hidream.emulator import TOKEN, HidreamEmulator

parser = program.options("hidream", port=9001, run_seconds=8.0)
program.add_tiny(parser)
parser.add_argument("--token", default=TOKEN, help="the token that is known")
told = parser.parse_args()

emulator = HidreamEmulator(
    run_seconds=told.run_seconds,
    tiny=told.tiny,
    credits_by_token={told.token: 1_000_000},
)
program.run(emulator.app, told.port)
