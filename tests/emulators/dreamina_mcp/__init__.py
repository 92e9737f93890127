"""A strict stand-in of the seeds' intranet endpoint, in front of the emulator of the public site."""

from tests.emulators.dreamina_mcp.emulator import DreaminaMcpEmulator

__all__ = ["DreaminaMcpEmulator"]
