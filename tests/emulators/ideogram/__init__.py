"""A strict stand-in of Ideogram's official API: it refuses what the service would refuse."""

from tests.emulators.ideogram.emulator import KEY, IdeogramEmulator

__all__ = ["KEY", "IdeogramEmulator"]
