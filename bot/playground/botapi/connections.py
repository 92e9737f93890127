"""Connections that can be cut: uvicorn's protocol with its transport in reach."""

import asyncio
from typing import Any

from starlette.types import Receive, Scope
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

_KEY = "transport"


class ConnectionDropped(Exception):
    """The caller gets no answer; its connection ends."""


class CuttableProtocol(H11Protocol):
    """Puts its transport into the state that each request carries."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn narrows it the same way
        super().connection_made(transport)
        self.app_state = {**self.app_state, _KEY: transport}


async def drop_connection(scope: Scope, receive: Receive) -> None:
    """Cut the connection a request came by.

    Raises:
        ConnectionDropped: There is no connection, as under an in-process transport.
    """
    state: dict[str, Any] = scope.get("state", {})
    transport = state.get(_KEY)
    if transport is None:
        raise ConnectionDropped
    transport.abort()
    # uvicorn must have noticed before the endpoint returns, or it tries to say 500.
    while (await receive())["type"] != "http.disconnect":
        pass
