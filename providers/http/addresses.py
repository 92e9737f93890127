"""Which addresses may be asked: hosts by pattern, and no private network behind a public name."""

import fnmatch
import ipaddress
import socket
from collections.abc import Iterable
from functools import lru_cache

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from typing_extensions import override
from yarl import URL


class AddressRefused(OSError):
    """The name leads into a private network; nothing was sent."""


@lru_cache(maxsize=64)
def host_of(url: str) -> str:
    """The host of an address, lower case, without port; empty when there is none.

    Remembered: each picture asks for the hosts of the same few base addresses.
    """
    try:
        return (URL(url).raw_host or "").lower()
    except ValueError:
        return ""


def expiry_of(url: str, name: str) -> float | None:
    """When an address ends, in unix seconds, as the parameter of this name says; None if none does."""
    try:
        end = URL(url).query.get(name, "")
    except ValueError:
        return None
    return float(end) if end.isdecimal() else None


def matches_host(host: str, patterns: Iterable[str]) -> bool:
    """Is the host one of the patterns (`*.byteimg.com`, `127.0.0.1`, `*`)?"""
    return any(fnmatch.fnmatchcase(host, pattern.lower()) for pattern in patterns)


@lru_cache(maxsize=64)
def is_private_host(host: str) -> bool:
    """Is this host, by its text alone, on this machine or in a private network?"""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_private_address(host)


def is_private_address(text: str) -> bool:
    """Is this a literal address that the public internet does not route? Names are not."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return not (mapped or address).is_global


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those with any private address.

    The check sits here, at the connection itself, so that a name cannot answer a check with one
    address and the connection with another.
    """

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        results = await self._resolver.resolve(host, port, family)
        if any(is_private_address(result["host"]) for result in results):
            raise AddressRefused(f"{host} leads into a private network")
        return results

    @override
    async def close(self) -> None:
        await self._resolver.close()
