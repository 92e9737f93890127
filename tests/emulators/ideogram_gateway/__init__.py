"""A strict stand-in of the gateway of the seed: tasks, lists, and all forms of errors."""

from tests.emulators.ideogram_gateway.emulator import KEY, GatewayEmulator, Shape

__all__ = ["KEY", "GatewayEmulator", "Shape"]
