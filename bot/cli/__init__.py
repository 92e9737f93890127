"""The command line: `imagewright`."""

from bot.cli.program import main

__all__ = ["main"]
