"""HiDream (www.hidreamai.com): pictures from text, from pictures, and larger ones."""

from providers.hidream.provider import HidreamProvider
from providers.hidream.settings import HidreamSettings

__all__ = ["HidreamProvider", "HidreamSettings"]
