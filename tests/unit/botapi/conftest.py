"""A server without a network, and two people on it."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.botapi.scenery import Client


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A fresh server; Alice is user 1001, Bob is 1002."""
    async with Client() as fresh:
        fresh.people.add_user("Alice", username="alice", language_code="en")
        fresh.people.add_user("Bob", language_code="ru")
        yield fresh
