"""A download brings a whole picture from an allowed place, or leaves nothing behind."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from providers.errors import (
    RateLimited,
    ServiceUnavailable,
    TaskFailed,
    TransientError,
)
from providers.http import HttpClient, PictureFacts, read_picture_facts
from providers.http.addresses import (
    AddressRefused,
    PublicResolver,
    is_private_address,
    is_private_host,
    matches_host,
)
from tests.fakes.wire import FakeWire, reply
from tests.unit.http.raw_server import answer, break_off, hang_up, raw_server


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), **how: object
) -> bytes:
    """A real picture as bytes."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(file, kind, **how)
    return file.getvalue()


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    """A client whose vendor lives on this machine, and who does not wait between tries."""
    client = HttpClient(read_wait=0)
    yield client.bind(home="http://127.0.0.1")
    await client.close()


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return [file.name for file in folder.iterdir()]


async def bring(http: HttpClient, url: str, folder: Path) -> PictureFacts:
    """Download into the folder with small caps."""
    return await http.download(
        url,
        folder / "result",
        allowed_hosts=("*.byteimg.com",),
        max_bytes=100_000,
        max_pixels=1_000_000,
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_arrives_unchanged(
    http: HttpClient, tmp_path: Path, kind: str
) -> None:
    """The file holds the service's own bytes, and its size is read from them."""
    sent = picture(kind)
    async with raw_server(answer(body=sent)) as server:
        facts = await bring(http, server.url, tmp_path)

    assert (tmp_path / "result").read_bytes() == sent
    assert (facts.width, facts.height) == (40, 30)
    assert facts.media_type == f"image/{kind.lower()}"
    assert names_in(tmp_path) == ["result"]


@pytest.mark.parametrize("body, code", [
    (b"<html>sorry</html>", "result_broken"),
    (b"", "result_broken"),
    (picture()[:200], "result_broken"),
    (picture("JPEG")[:-2], "result_broken"),
    (picture("WEBP")[:-10], "result_broken"),
    (picture("BMP"), "result_broken"),
    (picture(size=(1001, 1000)), "result_too_large"),
    (picture() + b"0" * 100_000, "result_too_large"),
])  # fmt: skip
async def test_what_is_no_picture_leaves_nothing(
    http: HttpClient, tmp_path: Path, body: bytes, code: str
) -> None:
    """Pages, truncated pictures and pictures over the caps are refused with their own code."""
    async with raw_server(answer(body=body)) as server:
        with pytest.raises(TaskFailed) as refused:
            await bring(http, server.url, tmp_path)

    assert refused.value.code == code
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_stale_address_asks_for_a_fresh_one(
    http: HttpClient, tmp_path: Path, status: int
) -> None:
    """A refused address is not hammered: the caller polls for a fresh one."""
    async with raw_server(answer(status)) as server:
        with pytest.raises(TransientError) as stale:
            await bring(http, server.url, tmp_path)

    assert stale.value.code == "link_expired"
    assert len(server.heads) == 1


async def test_a_busy_host_says_when(http: HttpClient, tmp_path: Path) -> None:
    """A 429 carries the wait that was asked for."""
    async with raw_server(answer(429, Retry_After="9")) as server:
        with pytest.raises(RateLimited) as busy:
            await bring(http, server.url, tmp_path)

    assert busy.value.retry_after == 9


async def test_a_broken_line_is_tried_again(http: HttpClient, tmp_path: Path) -> None:
    """A download is repeated from the start until it is whole."""
    async with raw_server(break_off, hang_up, answer(body=picture())) as server:
        await bring(http, server.url, tmp_path)

    assert (tmp_path / "result").read_bytes() == picture()
    assert len(server.heads) == 3


async def test_a_dead_host_is_transient(http: HttpClient, tmp_path: Path) -> None:
    """After the last try the error says to come back later, and nothing is left."""
    async with raw_server(hang_up) as server:
        with pytest.raises(ServiceUnavailable):
            await bring(http, server.url, tmp_path)

    assert names_in(tmp_path) == []


async def test_a_cancelled_download_leaves_nothing(
    http: HttpClient, tmp_path: Path
) -> None:
    """Stopping the bot in the middle of a download does not litter the spool."""
    asked = asyncio.Event()

    async def stall(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        asked.set()

    async with raw_server(stall) as server:
        task = asyncio.create_task(bring(http, server.url, tmp_path))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert names_in(tmp_path) == []


async def test_a_redirect_is_followed_within_the_hosts(
    http: HttpClient, tmp_path: Path
) -> None:
    """A relative redirect on the vendor's own host is followed."""
    async with raw_server(
        answer(302, Location="/other.png"), answer(body=picture())
    ) as server:
        await bring(http, server.url, tmp_path)

    assert server.heads[1].startswith("GET /other.png ")


async def test_a_redirect_takes_no_key_along(http: HttpClient, tmp_path: Path) -> None:
    """Headers meant for one host are not sent to the next one."""
    async with (
        raw_server(answer(body=picture())) as second,
        raw_server(answer(302, Location=second.url)) as first,
    ):
        await http.download(
            first.url,
            tmp_path / "result",
            allowed_hosts=(),
            max_bytes=100_000,
            max_pixels=10_000,
            headers={"Authorization": "Bearer key"},
        )

    assert "Bearer key" in first.heads[0]
    assert "Bearer key" not in second.heads[0]


async def test_redirects_end(http: HttpClient, tmp_path: Path) -> None:
    """A circle of redirects is left."""
    async with raw_server(answer(302, Location="/")) as server:
        with pytest.raises(TaskFailed):
            await bring(http, server.url, tmp_path)


@pytest.mark.parametrize("target", [
    "http://p3.byteimg.com/a.png",  # not https
    "https://evil.example/a.png",  # not among the hosts
    "https://byteimg.com.evil.example/a.png",
    "file:///etc/passwd",
    "not an address",
    "",
])  # fmt: skip
async def test_an_address_outside_the_hosts_is_refused(
    tmp_path: Path, target: str
) -> None:
    """Only https and only the service's hosts; nothing is asked."""
    client = HttpClient()

    with pytest.raises(TaskFailed) as refused:
        await bring(client.bind(home="https://jimeng.jianying.com"), target, tmp_path)

    assert refused.value.code == "result_refused"
    await client.close()


@pytest.mark.parametrize("target", [
    "https://127.0.0.1/", "https://169.254.169.254/latest", "https://10.0.0.8/", "https://[::1]/",
    "https://localhost/", "https://[::ffff:127.0.0.1]/",
])  # fmt: skip
async def test_a_redirect_into_a_private_network_is_refused(
    tmp_path: Path, target: str
) -> None:
    """A public service cannot send the bot to its neighbours, even where every host is allowed."""
    wire = FakeWire(lambda _: reply(302, location=target))
    client = HttpClient(wire=wire).bind(home="https://93.184.215.14")

    with pytest.raises(TaskFailed) as refused:
        await client.download(
            "https://93.184.215.14/a.png",
            tmp_path / "result",
            allowed_hosts=("*",),
            max_bytes=1,
            max_pixels=1,
        )

    assert refused.value.code == "result_refused"
    asked = [str(question.url) for question in wire.asked]
    assert asked == ["https://93.184.215.14/a.png"]


async def test_a_name_that_leads_home_is_refused_at_the_connection() -> None:
    """The resolver itself refuses a name with a private address."""
    resolver = PublicResolver()

    with pytest.raises(AddressRefused):
        await resolver.resolve("localhost", 80)

    await resolver.close()


async def test_the_transport_uses_the_guard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public name with a private address ends as refused, not as away, and is not connected."""

    async def lead_home(host: str, *_args: object, **_how: object) -> list[object]:
        address = "127.0.0.1" if host == "pictures.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lead_home)
    client = HttpClient(read_wait=0)

    with pytest.raises(TaskFailed) as refused:
        await client.bind(home="https://93.184.215.14").download(
            "https://pictures.example/a.png",
            tmp_path / "result",
            allowed_hosts=("*",),
            max_bytes=1,
            max_pixels=1,
        )

    assert refused.value.code == "result_refused"
    await client.close()


@pytest.mark.parametrize("address, private", [
    ("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.1", True), ("169.254.169.254", True),
    ("::1", True), ("fe80::1%eth0", True), ("fd00::1", True), ("::ffff:10.0.0.1", True),
    ("0.0.0.0", True), ("8.8.8.8", False), ("2606:4700::1111", False), ("example.com", False),
])  # fmt: skip
def test_private_addresses_are_known(address: str, private: bool) -> None:
    """Every range that the public internet does not route counts as private."""
    assert is_private_address(address) is private


def test_hosts_match_by_pattern() -> None:
    """A pattern covers the hosts below it and no look-alikes."""
    assert matches_host("p3-sign.byteimg.com", ("*.byteimg.com",))
    assert not matches_host("byteimg.com.evil.example", ("*.byteimg.com",))
    assert is_private_host("localhost")


@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    how=st.sampled_from(
        [
            ("PNG", {}),
            ("JPEG", {"progressive": True}),
            ("JPEG", {"exif": b"Exif\0\0" + b"x" * 60_000}),
            ("WEBP", {"lossless": True}),
            ("WEBP", {"quality": 50}),
            ("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}),
            ("GIF", {}),
        ]
    ),
)
def test_the_header_reader_agrees_with_a_decoder(
    tmp_path_factory: pytest.TempPathFactory,
    size: tuple[int, int],
    how: tuple[str, dict[str, object]],
) -> None:
    """Format and size equal what Pillow wrote, in every flavour of the formats."""
    file = tmp_path_factory.mktemp("pictures") / "picture"
    file.write_bytes(picture(how[0], size, **how[1]))

    facts = read_picture_facts(file)

    assert facts is not None
    assert (facts.width, facts.height) == size


@given(st.binary(max_size=400), st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", ""]))
def test_the_header_reader_stands_garbage(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, kind: str
) -> None:
    """No bytes whatsoever make the reader raise or hang."""
    head = picture(kind)[:24] if kind else b""
    file = tmp_path_factory.mktemp("pictures") / "noise"
    file.write_bytes(head + noise)

    read_picture_facts(file)
