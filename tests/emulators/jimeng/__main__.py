"""Runs the emulator by itself: `python -m tests.emulators.jimeng --port 9000`."""

from tests.emulators import program
from tests.emulators.jimeng.emulator import SESSION, JimengEmulator

parser = program.options("jimeng", port=9000, run_seconds=8.0)
program.add_tiny(parser)
parser.add_argument("--session", default=SESSION, help="the sessionid that is known")
told = parser.parse_args()

emulator = JimengEmulator(
    run_seconds=told.run_seconds,
    tiny=told.tiny,
    credits_by_session={told.session: 1_000_000},
)
program.run(emulator.app, told.port)
