"""Ideogram (api.ideogram.ai), by its official API and the operator's own key."""

from providers.ideogram.provider import IdeogramProvider
from providers.ideogram.settings import IdeogramSettings

__all__ = ["IdeogramProvider", "IdeogramSettings"]
