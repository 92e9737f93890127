"""The intranet endpoint of the seeds: it takes orders, and the public site shows their results."""

from providers.dreamina_mcp.provider import DreaminaMcpProvider
from providers.dreamina_mcp.settings import DreaminaMcpSettings

__all__ = ["DreaminaMcpProvider", "DreaminaMcpSettings"]
