"""Ideogram's upscaler behind a gateway (contracts 3.1), with the gateway's key."""

from providers.ideogram_gateway.provider import GatewayProvider
from providers.ideogram_gateway.settings import GatewaySettings

__all__ = ["GatewayProvider", "GatewaySettings"]
