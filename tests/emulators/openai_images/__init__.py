"""A strict stand-in of OpenAI's images API and of the relays that speak it."""

from tests.emulators.openai_images.emulator import KEY, OpenaiEmulator

__all__ = ["KEY", "OpenaiEmulator"]
