"""The built-in engine: real super resolution on this machine's processor, with no key."""

from providers.local.provider import LocalProvider

__all__ = ["LocalProvider"]
