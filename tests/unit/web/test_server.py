"""The server starts, answers on a socket, stops, and leaves the process alone."""

import signal
import socket
from collections.abc import Sequence

import httpx
import pytest

from bot.web import Sample, WebServer
from bot.web.server import _listen


async def nothing() -> Sequence[Sample]:
    """No numbers."""
    return ()


def server_on(port: int) -> WebServer:
    """A server without checks."""
    return WebServer(host="127.0.0.1", port=port, checks={}, collect=nothing)


async def test_server_answers_and_stops() -> None:
    """After `start` it answers, after `stop` the port is free for the next one."""
    server = server_on(0)
    await server.start()
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{server.port}/healthz")
    await server.stop()

    assert answer.status_code == 200
    assert "server" not in answer.headers
    again = server_on(server.port)
    await again.start()
    await again.stop()


async def test_signals_are_left_alone() -> None:
    """Uvicorn would take SIGTERM for itself: draining is the composition root's business."""
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    server = server_on(0)
    await server.start()
    during = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    await server.stop()

    assert during == before


async def test_taken_port_is_an_error_that_names_it() -> None:
    """Two servers on one port: the second says which address it cannot have."""
    first = server_on(0)
    await first.start()
    with pytest.raises(OSError, match=rf"127\.0\.0\.1:{first.port}"):
        await server_on(first.port).start()
    await first.stop()


async def test_stop_without_start_does_nothing() -> None:
    """Closing in reverse order may meet a server that never came up."""
    server = server_on(0)

    await server.stop()

    assert server.port == 0


async def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    """Head and body leave in two pieces: the second must not stand behind the first's receipt."""
    listener = _listen("127.0.0.1", 0)
    with listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
