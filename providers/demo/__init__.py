"""A provider that draws: it shows the whole flow with no service, and its pictures say "demo"."""

from providers.demo.provider import DemoProvider

__all__ = ["DemoProvider"]
