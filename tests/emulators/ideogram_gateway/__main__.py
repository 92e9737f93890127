"""Runs the emulator by itself: `python -m tests.emulators.ideogram_gateway --port 9030`."""

from tests.emulators import program
from tests.emulators.ideogram_gateway.emulator import KEY, GatewayEmulator, Shape

parser = program.options("ideogram_gateway", port=9030, run_seconds=6.0)
parser.add_argument("--shape", type=Shape, default=Shape.TASK, choices=list(Shape))
parser.add_argument("--key", default=KEY, help="the key that is known")
told = parser.parse_args()

emulator = GatewayEmulator(key=told.key, run_seconds=told.run_seconds, shape=told.shape)
program.run(emulator.app, told.port)
