"""What every test stands on: a clean environment and no network but loopback."""

import os  # noqa: TID251 - cleaned before any test, never read by one
import socket
from collections.abc import Iterator
from typing import Any

import pytest

os.environ["PTB_TIMEDELTA"] = "1"  # noqa: TID251 - PTB reads it at import
for _name in [
    name for name in os.environ if name.startswith(("TELEGRAM_", "JIMENG_", "QUOTA_"))
]:  # noqa: TID251
    del os.environ[_name]  # noqa: TID251

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse any connection that is not loopback, whoever opens it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:
        _refuse_strangers(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        _refuse_strangers(self, address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    yield


def _refuse_strangers(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
        pytest.fail(f"a test tried to reach {address[0]}")
