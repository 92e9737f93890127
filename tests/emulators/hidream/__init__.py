"""A strict stand-in of the HiDream gateway: it refuses what the service would refuse."""

from tests.emulators.hidream.emulator import HidreamEmulator

__all__ = ["HidreamEmulator"]
