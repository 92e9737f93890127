"""A paid call is never called unsent by mistake, and a read never gives up too early."""

import asyncio
import gzip
import json
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from providers.errors import (
    KeyRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
    UnsupportedRequest,
)
from providers.http import Answer, Call, FileBody, HttpClient
from providers.http.wire import NeverLeft, _kind_of
from tests.unit.http.raw_server import (
    Script,
    answer,
    break_off,
    hang_up,
    raw_server,
    stay_silent,
    talk_nonsense,
)

SECRET = "sid-0123456789/+="


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    """A client that does not wait between tries."""
    client = HttpClient(read_wait=0, read_timeout=0.2)
    yield client
    await client.close()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def post(url: str) -> Call:
    """A small call with a body."""
    return Call(method="POST", url=url, json={"prompt": "a cat"})


@pytest.mark.parametrize("script", [hang_up, break_off, talk_nonsense, stay_silent])
async def test_a_submit_without_a_whole_answer_is_unknown(
    http: HttpClient, script: Script
) -> None:
    """Whatever happens after the request was read, it counts as perhaps carried out, once."""
    async with raw_server(script) as server:
        with pytest.raises(SubmissionUnknown):
            await http.send(post(server.url))

    assert len(server.heads) == 1


async def test_a_refused_connection_means_that_nothing_left(http: HttpClient) -> None:
    """Nothing listens: certain, for a submit too."""
    with pytest.raises(ServiceUnavailable):
        await http.send(post(f"http://127.0.0.1:{free_port()}/"))


async def test_an_unknown_name_means_that_nothing_left(http: HttpClient) -> None:
    """A name that does not resolve is certain as well."""
    with pytest.raises(ServiceUnavailable):
        await http.send(post("http://name.invalid/"))


async def test_a_connection_that_never_stands_means_that_nothing_left() -> None:
    """A connect time-out is not a read time-out, though aiohttp derives one from the other."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:  # the queue of the listener is full: the next one hangs
            filler.settimeout(0)
            filler.connect_ex(deaf.getsockname())
        client = HttpClient(connect_timeout=0.1, read_timeout=0.2)

        with pytest.raises(ServiceUnavailable):
            await client.send(post(f"http://127.0.0.1:{deaf.getsockname()[1]}/"))

        await client.close()
        for filler in fillers:
            filler.close()


async def test_a_dead_proxy_means_that_nothing_left() -> None:
    """When the proxy is not there, the service has heard nothing."""
    client = HttpClient(proxy=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(ServiceUnavailable):
        await client.send(post("http://service.example/"))

    await client.close()


async def test_a_proxy_carries_the_call() -> None:
    """With a proxy set, it is the proxy that is spoken to, with its own password."""
    async with raw_server(answer()) as server:
        port = server.url.rpartition(":")[2]
        client = HttpClient(proxy=f"http://me:pw@127.0.0.1:{port}")

        await client.send(post("http://service.example/path"))
        await client.close()

    assert server.heads[0].startswith("POST http://service.example/path")
    assert "proxy-authorization: basic" in server.heads[0].lower()


async def test_a_submit_never_rides_an_idle_connection(http: HttpClient) -> None:
    """The server closes each connection after one answer; ten submits still all arrive."""

    async def answer_and_close(head: bytes, writer: asyncio.StreamWriter) -> None:
        await answer()(head, writer)
        writer.close()

    async with raw_server(answer_and_close) as server:
        for _ in range(10):
            await http.send(post(server.url))

    assert len(server.heads) == 10


async def test_a_read_is_tried_again(http: HttpClient) -> None:
    """Two lost answers and a 503 do not matter to a read that may be repeated."""
    async with raw_server(hang_up, answer(503), answer(body=b'{"good": 1}')) as server:
        got = await http.read(post(server.url))

    assert got.json() == {"good": 1}
    assert len(server.heads) == 3


async def test_a_read_gives_back_the_last_answer(http: HttpClient) -> None:
    """A service that stays away is heard to the end: the vendor may know its words."""
    async with raw_server(answer(503, b'{"code": 7}')) as server:
        got = await http.read(post(server.url))

    assert (got.status, got.json()) == (503, {"code": 7})
    assert len(server.heads) == 3


async def test_a_poll_is_tried_once(http: HttpClient) -> None:
    """One attempt means one call: repeats of polls live in the job."""
    async with raw_server(hang_up) as server:
        with pytest.raises(ServiceUnavailable):
            await http.read(Call(method="POST", url=server.url, json={}), attempts=1)

    assert len(server.heads) == 1


async def test_an_answer_over_the_cap_is_not_kept(http: HttpClient) -> None:
    """A body that grows over the cap after unpacking is cut off."""
    bomb = gzip.compress(b"0" * 5_000_000)
    async with raw_server(answer(body=bomb, Content_Encoding="gzip")) as server:
        with pytest.raises(ServiceUnavailable):
            await http.read(Call(method="GET", url=server.url), max_bytes=1_000_000)


async def test_no_cookie_is_kept(http: HttpClient) -> None:
    """What one account was given is never sent for another."""
    async with raw_server(answer(Set_Cookie="sessionid=theirs")) as server:
        await http.read(Call(method="GET", url=server.url))
        await http.read(Call(method="GET", url=server.url))

    assert "theirs" not in "".join(server.heads)


async def test_a_file_is_sent_from_disk_and_again_for_a_repeat(
    http: HttpClient, tmp_path: Path
) -> None:
    """The body carries a length, arrives whole, and survives a first lost try."""
    file = tmp_path / "picture"
    file.write_bytes(bytes(range(256)) * 3000)
    body = FileBody(file)
    async with raw_server(hang_up, answer()) as server:
        await http.read(
            Call(method="POST", url=server.url, content=body, headers=body.headers)
        )

    assert server.bodies == [file.read_bytes()] * 2
    assert "transfer-encoding" not in server.heads[0].lower()


@pytest.mark.parametrize("status, costs, kind", [
    (401, True, KeyRefused),
    (403, False, KeyRefused),
    (402, True, OutOfCredit),
    (429, True, RateLimited),
    (400, True, RequestRejected),
    (413, True, UnsupportedRequest),
    (302, True, ServiceUnavailable),
    (408, True, ServiceUnavailable),
    (503, True, ServiceUnavailable),
    (502, True, SubmissionUnknown),
    (504, True, SubmissionUnknown),
    (500, True, SubmissionUnknown),
    (500, False, ServiceUnavailable),
    (502, False, ServiceUnavailable),
])  # fmt: skip
def test_a_status_has_one_meaning(
    status: int, costs: bool, kind: type[ProviderError]
) -> None:
    """A status maps to one branch; a gateway that lost its origin leaves a submit unknown."""
    with pytest.raises(ProviderError) as raised:
        Answer(
            status=status, headers={}, content=b"<html>", costs=costs
        ).raise_for_status()

    assert type(raised.value) is kind


def test_a_service_that_says_itself_that_it_failed_took_nothing() -> None:
    """A 500 with a JSON body is the service's own word, not a gateway's."""
    with pytest.raises(ServiceUnavailable):
        Answer(status=500, headers={}, content=b"{}", costs=True).raise_for_status()


@pytest.mark.parametrize(
    "value, seconds", [("7", 7.0), ("-1", 0.0), ("soon", None), ("inf", None)]
)
def test_retry_after_is_read(value: str, seconds: float | None) -> None:
    """Seconds are taken, nonsense is not."""
    got = Answer(status=429, headers={"retry-after": value}, content=b"").retry_after

    assert got == seconds


def test_retry_after_as_a_date_is_measured_against_the_answer() -> None:
    """A date counts from the service's own clock, not from ours."""
    now = datetime(2020, 1, 1, tzinfo=UTC)
    headers = {
        "retry-after": format_datetime(now.replace(minute=1), usegmt=True),
        "date": format_datetime(now, usegmt=True),
    }

    assert Answer(status=429, headers=headers, content=b"").retry_after == 60


@pytest.mark.parametrize(
    "costs, kind", [(True, SubmissionUnknown), (False, ServiceUnavailable)]
)
def test_a_page_instead_of_json_tells_nothing(
    costs: bool, kind: type[ProviderError]
) -> None:
    """A login page in answer to a submit leaves it unknown; to a read it is transient."""
    page = Answer(status=200, headers={}, content=b"<html>login</html>", costs=costs)

    with pytest.raises(kind):
        page.json()


async def test_no_secret_leaves_in_an_error(http: HttpClient) -> None:
    """An echoed key and a key in an address are masked in the text and in every cause."""
    bound = http.bind(home="http://127.0.0.1", secrets=(SECRET,))
    echo = json.dumps({"your key": SECRET}).encode()
    async with raw_server(answer(401, echo)) as server:
        refused = await bound.send(post(server.url))
    with pytest.raises(ProviderError) as raised:
        refused.raise_for_status()
    with pytest.raises(ServiceUnavailable) as away:
        await bound.send(post(f"http://127.0.0.1:{free_port()}/?key={SECRET}"))

    for error in (raised.value, away.value):
        assert SECRET not in f"{error} {error.detail} {error!r}"
        assert error.__cause__ is None
    assert "***" in raised.value.detail


async def test_a_bound_client_leaves_the_shared_one_open(http: HttpClient) -> None:
    """Closing a vendor's client does not close the connections of the others."""
    await http.bind(home="").close()

    async with raw_server(answer()) as server:
        assert (await http.read(Call(method="GET", url=server.url))).status == 200


async def test_a_failed_tls_handshake_means_that_nothing_left(http: HttpClient) -> None:
    """A server that speaks no TLS never saw the request, and neither did a stranger with its name."""
    async with raw_server(answer()) as server:
        with pytest.raises(ServiceUnavailable):
            await http.send(post(server.url.replace("http://", "https://")))

    assert server.heads == []


def test_a_wrong_certificate_means_that_nothing_left() -> None:
    """Aiohttp's error for it is built otherwise than its siblings and is understood as well."""
    key = ConnectionKey("service.example", 443, True, True, None, None, None)  # noqa: FBT003
    wrong = aiohttp.ClientConnectorCertificateError(
        key, ssl.CertificateError("expired")
    )

    assert _kind_of(wrong, before_answer=True) is NeverLeft
