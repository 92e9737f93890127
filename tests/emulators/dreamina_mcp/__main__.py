"""Runs the emulator by itself: `python -m tests.emulators.dreamina_mcp --port 9002`."""

from tests.emulators import program
from tests.emulators.dreamina_mcp.emulator import DreaminaMcpEmulator
from tests.emulators.dreamina_mcp.orders import Shape
from tests.emulators.jimeng import JimengEmulator
from tests.emulators.jimeng.emulator import SESSION

parser = program.options("dreamina_mcp", port=9002, run_seconds=8.0)
program.add_tiny(parser)
parser.add_argument("--session", default=SESSION, help="the sessionid that is known")
parser.add_argument("--shape", type=Shape, default=Shape.ENVELOPE, choices=list(Shape))
told = parser.parse_args()

site = JimengEmulator(
    run_seconds=told.run_seconds,
    tiny=told.tiny,
    credits_by_session={told.session: 1_000_000},
)
program.run(DreaminaMcpEmulator(site, shape=told.shape).app, told.port)
