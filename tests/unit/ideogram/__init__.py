"""Ideogram's official API, the gateways that mirror it, and results that come at once."""
