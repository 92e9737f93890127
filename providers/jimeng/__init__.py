"""Jimeng (jimeng.jianying.com), by the web site's own API and the operator's own session."""

from providers.jimeng.provider import JimengProvider
from providers.jimeng.settings import JimengSettings

__all__ = ["JimengProvider", "JimengSettings"]
