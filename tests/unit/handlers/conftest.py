"""Every scene begins at a fresh front door."""

import pytest

from tests.unit.handlers.front import Front


@pytest.fixture
def front() -> Front:
    """A router with everything behind it faked."""
    return Front()
