"""A strict stand-in of the Jimeng service: it refuses what the service would refuse."""

from tests.emulators.jimeng.emulator import JimengEmulator

__all__ = ["JimengEmulator"]
