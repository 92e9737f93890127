"""What every test stands on: a clean environment and no network but loopback."""

import os
import socket
from typing import Any

import pytest

OURS = (
    "TELEGRAM_",
    "JIMENG_",
    "HIDREAM_",
    "IDEOGRAM_",
    "OPENAI_",
    "DREAMINA_",
    "QUOTA_",
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")

# Helpers assert for the tests that call them: their failures shall tell values, too.
pytest.register_assert_rewrite(
    "tests.acceptance", "tests.contract", "tests.fakes", "tests.unit"
)

environment = os.environ  # noqa: TID251 - cleaned here so that no test can read it
environment["PTB_TIMEDELTA"] = "1"  # PTB reads it when it is imported
for _name in [name for name in environment if name.startswith(OURS)]:
    del environment[_name]


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
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


def _refuse_strangers(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
        pytest.fail(f"a test tried to reach {address[0]}")
