"""Health, metrics, webhook and callbacks, asked without a socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence

import httpx
import pytest

from bot.web import Callbacks, Check, Sample, Webhook, WebServer

SECRET = "a-secret_of-ours"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = json.dumps({"update_id": 7, "message": {"text": "/gen ein Füchslein"}})


class House:
    """What stands behind the routes, with a memory.

    Attributes:
        updates: taken so far.
        woken: providers and references.
        is_full: the store fails.
    """

    def __init__(self) -> None:
        self.updates: list[str] = []
        self.woken: list[tuple[str, str]] = []
        self.is_full = False

    async def take(self, updates: list[str]) -> None:
        """Store, or fail as a full disk does."""
        if self.is_full:
            raise OSError("disk full")
        self.updates += updates

    def wake(self, provider: str, reference: str) -> None:
        """Remember."""
        self.woken.append((provider, reference))

    async def collect(self) -> Sequence[Sample]:
        """A few numbers."""
        return (
            Sample(name="jobs", value=3, labels={"state": "running"}),
            Sample(name="flood_waits", value=2),
        )


async def well() -> str | None:
    """A check without complaint."""
    return None


@pytest.fixture
def house() -> House:
    """A fresh one."""
    return House()


@pytest.fixture
def callbacks(house: House) -> Callbacks:
    """Addresses under a public root with a path of its own."""
    return Callbacks(public_url="https://bot.example.org", key=b"key", wake=house.wake)


@pytest.fixture
async def client(
    house: House, callbacks: Callbacks
) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to a server with everything switched on."""
    server = serve(house, {"database": well, "updates": well}, callbacks)
    async with client_of(server) as client:
        yield client


def serve(
    house: House, checks: Mapping[str, Check], callbacks: Callbacks | None = None
) -> WebServer:
    """A server that is not started."""
    url = "https://bot.example.org/telegram/hook"
    return WebServer(
        host="127.0.0.1",
        port=0,
        checks=checks,
        collect=house.collect,
        webhook=Webhook(url=url, secret=SECRET, take=house.take),
        callbacks=callbacks,
    )


def client_of(server: WebServer) -> httpx.AsyncClient:
    """A client in the same process."""
    transport = httpx.ASGITransport(server.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://bot")


async def test_health_is_ok_when_all_is_well(client: httpx.AsyncClient) -> None:
    """200, with each check by name."""
    answer = await client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "updates": "ok"},
    }


async def test_health_tells_what_fails(house: House) -> None:
    """503 with the words of a complaint, and no words of an exception, which may hold anything."""

    async def complains() -> str | None:
        return "no updates for 120 s"

    async def breaks() -> str | None:
        raise OSError("secret path")

    checks = {"updates": complains, "database": breaks, "disk": well}
    async with client_of(serve(house, checks)) as client:
        answer = await client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "failing",
        "checks": {
            "updates": "no updates for 120 s",
            "database": "failed",
            "disk": "ok",
        },
    }


async def test_health_answers_although_a_check_hangs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that never answers makes the check fail, not wait."""
    monkeypatch.setattr("bot.web.health._PATIENCE", 0.01)

    async def hangs() -> str | None:
        await asyncio.Event().wait()
        return None

    async with client_of(serve(house, {"database": hangs})) as client:
        answer = await client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "no answer"


async def test_metrics_are_prometheus_text(client: httpx.AsyncClient) -> None:
    """Gauges and counters of the house and the process, with types."""
    answer = await client.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'imagewright_jobs{state="running"} 3.0' in answer.text
    assert "# TYPE imagewright_flood_waits_total counter" in answer.text
    assert "imagewright_flood_waits_total 2.0" in answer.text
    assert "process_resident_memory_bytes" in answer.text


async def test_update_is_stored_before_it_is_confirmed(
    client: httpx.AsyncClient, house: House
) -> None:
    """200 means stored; a store that fails is no 200, so that Telegram sends again."""
    house.is_full = True
    failed = await client.post(
        "/telegram/hook", content=UPDATE, headers={HEADER: SECRET}
    )
    house.is_full = False
    stored = await client.post(
        "/telegram/hook", content=UPDATE, headers={HEADER: SECRET}
    )

    assert failed.status_code == 500
    assert stored.status_code == 200
    assert house.updates == [UPDATE]


@pytest.mark.parametrize(
    "headers, content, status",
    [
        ({}, UPDATE, 403),
        ({HEADER: "wrong"}, UPDATE, 403),
        ({HEADER: "schlüssel".encode()}, UPDATE, 403),
        ({HEADER: SECRET}, "no json", 400),
        ({HEADER: SECRET}, b"\xff\xfe", 400),
        ({HEADER: SECRET}, "[]", 400),
        ({HEADER: SECRET}, '"update_id"', 400),
        ({HEADER: SECRET}, '{"update_id": "7"}', 400),
        ({HEADER: SECRET}, b" " * 1_000_001, 413),
    ],
)
async def test_what_is_no_update_is_refused(
    client: httpx.AsyncClient,
    house: House,
    headers: dict[str, str],
    content: str,
    status: int,
) -> None:
    """Without the secret, without sense or without end: nothing is stored."""
    answer = await client.post("/telegram/hook", content=content, headers=headers)

    assert answer.status_code == status
    assert house.updates == []


async def test_endless_body_is_cut_off(client: httpx.AsyncClient, house: House) -> None:
    """A body that announces no length is counted as it comes."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50:
            sent += 1
            yield b"x" * 100_000

    answer = await client.post(
        "/telegram/hook", content=endless(), headers={HEADER: SECRET}
    )

    assert answer.status_code == 413
    assert house.updates == []


async def test_callback_wakes_its_job(
    client: httpx.AsyncClient, callbacks: Callbacks, house: House
) -> None:
    """The address made for a reference wakes exactly that one, whatever the body says."""
    address = callbacks.address("hidream", "0b54-key")

    answer = await client.post(address, content=b"{" * 100_000)

    assert address.startswith("https://bot.example.org/callbacks/hidream/")
    assert answer.status_code == 200
    assert house.woken == [("hidream", "0b54-key")]


async def test_guessed_callbacks_wake_nobody(
    client: httpx.AsyncClient, callbacks: Callbacks, house: House
) -> None:
    """A signature counts for its provider and its reference alone."""
    right = callbacks.address("hidream", "one")
    signature = right.rpartition("-")[2]

    for path in (
        "/callbacks/hidream/one",
        "/callbacks/hidream/one-",
        f"/callbacks/hidream/two-{signature}",
        f"/callbacks/openai/one-{signature}",
        "/callbacks/hidream/one-%C3%BC",
    ):
        assert (await client.post(path)).status_code == 404
    assert house.woken == []


async def test_callbacks_survive_a_restart(house: House) -> None:
    """The same key makes the same addresses in the next process."""
    first, second = (
        Callbacks(public_url="https://x", key=b"key", wake=house.wake) for _ in "12"
    )

    assert first.address("hidream", "r") == second.address("hidream", "r")


async def test_nothing_else_is_served(house: House) -> None:
    """Polling and no public address: neither webhook nor callbacks exist."""
    server = WebServer(host="127.0.0.1", port=0, checks={}, collect=house.collect)
    async with client_of(server) as client:
        paths = ("/", "/telegram/hook", "/callbacks/a/b", "/docs")
        answers = [(await client.post(path)).status_code for path in paths]

    assert answers == [404] * 4
