"""PTB over our own wire: streamed, honest about what left, and silent about the token."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import telegram
from telegram import InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.app.request import Patience, TelegramRequest
from bot.delivery.errors import translate
from bot.domain.errors import DeliveryUnknown, Unreachable
from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.botapi.faults import FaultKind
from tests.unit.botapi.scenery import TOKEN, picture
from tests.unit.http.raw_server import (
    Script,
    answer,
    break_off,
    hang_up,
    raw_server,
    stay_silent,
    talk_nonsense,
)

ALICE = 1001
HASTY = Patience(connect=0.5, read=0.3, write=0.3)
ME = b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"B","username":"b_bot"}}'
SENT = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1001,"type":"private"}}}'


@pytest.fixture
async def api() -> AsyncIterator[tuple[BotApi, telegram.Bot]]:
    """A strict Bot API with Alice, and PTB's client of it over our request class."""
    served = BotApi(BotApiConfig(token=TOKEN))
    served.people.add_user("Alice")
    async with serve(served) as url, bot_at(url) as bot:
        yield served, bot
        assert served.log.violations() == []
    served.dispose()


Api = tuple[BotApi, telegram.Bot]


def bot_at(
    url: str, patience: Patience | None = None, proxy: str | None = None
) -> telegram.Bot:
    """PTB's client of a server."""
    requests = [
        TelegramRequest(patience, proxy=proxy, secrets=(TOKEN,)) for _ in range(2)
    ]
    return telegram.Bot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )


@asynccontextmanager
async def calling(
    url: str, patience: Patience | None = None, proxy: str | None = None
) -> AsyncIterator[telegram.Bot]:
    """The same, without asking first who it is."""
    bot = bot_at(url, patience, proxy)
    try:
        yield bot
    finally:
        await bot.request.shutdown()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def fail(bot: telegram.Bot) -> TelegramError:
    """What sending a message raises."""
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(ALICE, "hello")
    return raised.value


async def test_a_small_call_arrives(api: Api) -> None:
    """Text with all sorts of signs in it comes through as it was meant."""
    served, bot = api
    words = "50% & more + <b>é 狐狸</b>=?"

    await bot.send_message(ALICE, words)

    assert served.people.messages(ALICE, from_bot=True)[-1]["text"] == words


async def test_a_file_on_disk_is_streamed(api: Api, tmp_path: Path) -> None:
    """A file of some megabytes, given as a handle, arrives whole, under its own name."""
    served, bot = api
    data = bytes(range(256)) * 12_000
    path = tmp_path / "large.bin"
    path.write_bytes(data)
    with path.open("rb") as handle:
        file = InputFile(handle, filename='a "b".bin', read_file_handle=False)
        sent = await bot.send_document(ALICE, file)

    assert sent.document is not None
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == data
    assert served.log.violations() == []


async def test_an_album_mixes_memory_and_disk(api: Api, tmp_path: Path) -> None:
    """Pictures as bytes and as handles go out in one form, in their order."""
    served, bot = api
    path = tmp_path / "two.png"
    path.write_bytes(picture())
    with path.open("rb") as handle:
        two = InputFile(handle, filename="two.png", attach=True, read_file_handle=False)
        await bot.send_media_group(
            ALICE, [InputMediaPhoto(picture()), InputMediaPhoto(two)]
        )

    assert len(served.people.messages(ALICE, from_bot=True)) == 2


async def test_a_refused_upload_is_sent_whole_again(api: Api, tmp_path: Path) -> None:
    """After a 429 the same handle is read from its beginning."""
    served, bot = api
    served.faults.fail_next("sendDocument", "429", retry_after=3)
    path = tmp_path / "file.bin"
    path.write_bytes(b"x" * 300_000)
    with path.open("rb") as handle:
        file = InputFile(handle, filename="file.bin", read_file_handle=False)
        with pytest.raises(RetryAfter):
            await bot.send_document(ALICE, file)
        sent = await bot.send_document(ALICE, file)

    assert sent.document is not None
    assert sent.document.file_size == 300_000


@pytest.mark.parametrize(
    "kind", ["500", "502", "bad_gateway_html", "dropped_before", "dropped_after"]
)
async def test_a_failure_after_sending_is_unknown(api: Api, kind: FaultKind) -> None:
    """Once the request is out, no failure of the server's proves that nothing was done."""
    served, bot = api
    served.faults.fail_next("sendMessage", kind)

    error = await fail(bot)

    assert isinstance(error, NetworkError)
    assert isinstance(translate(error), DeliveryUnknown)


@pytest.mark.parametrize("script", [hang_up, break_off, talk_nonsense])
async def test_a_line_cut_after_the_request_is_unknown_and_not_repeated(
    script: Script,
) -> None:
    """A cut in the middle of the answer, or before it, is told as such after one try."""
    scripts = answer(body=ME), script
    async with raw_server(*scripts) as server, bot_at(server.url, HASTY) as bot:
        error = await fail(bot)

    assert isinstance(translate(error), DeliveryUnknown)
    assert len(server.heads) == 2


async def test_silence_is_a_time_out() -> None:
    """A server that took the request and says nothing: TimedOut, and perhaps carried out."""
    scripts = answer(body=ME), stay_silent
    async with raw_server(*scripts) as server, bot_at(server.url, HASTY) as bot:
        error = await fail(bot)

    assert isinstance(error, TimedOut)
    assert isinstance(translate(error), DeliveryUnknown)


async def test_a_calls_own_time_out_is_kept() -> None:
    """The long poll waits longer than a small call: what PTB names for one call holds."""
    scripts = answer(body=ME), stay_silent
    async with raw_server(*scripts) as server, bot_at(server.url) as bot:
        async with asyncio.timeout(5):
            with pytest.raises(TimedOut):
                await bot.send_message(ALICE, "hello", read_timeout=0.1)


async def test_an_upload_that_stands_still_is_broken_off(tmp_path: Path) -> None:
    """A server that stops reading does not hold a call, and its slot, for ever."""

    async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(writer)

    opened: list[asyncio.StreamWriter] = []
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * 20_000_000)
    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1024)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    with path.open("rb") as handle:
        file = InputFile(handle, filename="large.bin", read_file_handle=False)
        async with calling(url) as bot, asyncio.timeout(5):
            with pytest.raises(TimedOut) as raised:
                await bot.send_document(ALICE, file, write_timeout=0.3)

    assert isinstance(translate(raised.value), DeliveryUnknown)
    server.close()
    for writer in opened:
        writer.transport.abort()
    await server.wait_closed()


async def test_a_refused_connection_never_left() -> None:
    """Nothing listens: certain, so the call may be made again."""
    async with calling(f"http://127.0.0.1:{free_port()}") as bot:
        error = await fail(bot)

    assert isinstance(error, NetworkError)
    assert isinstance(translate(error), Unreachable)


async def test_a_dead_proxy_never_left() -> None:
    """When the proxy is not there, Telegram has heard nothing."""
    proxy = f"http://127.0.0.1:{free_port()}"
    async with calling("http://telegram.example", proxy=proxy) as bot:
        error = await fail(bot)

    assert isinstance(translate(error), Unreachable)


async def test_a_proxy_carries_the_call() -> None:
    """With a proxy set, it is the proxy that is spoken to, with its own password."""
    async with raw_server(answer(body=SENT)) as server:
        port = server.url.rpartition(":")[2]
        proxy = f"http://me:pw@127.0.0.1:{port}"
        async with calling("http://telegram.example", proxy=proxy) as bot:
            message = await bot.send_message(ALICE, "hello")

    assert message.message_id == 7
    assert server.heads[0].startswith("POST http://telegram.example/bot")
    assert "proxy-authorization: basic" in server.heads[0].lower()


async def test_a_429_says_how_long(api: Api) -> None:
    """PTB reads the wait out of the body."""
    served, bot = api
    served.faults.fail_next("sendMessage", "429", retry_after=17)

    error = await fail(bot)

    assert isinstance(error, RetryAfter)


async def test_a_refusal_keeps_its_words(api: Api) -> None:
    """A 400 is a BadRequest with Telegram's own description."""
    _, bot = api

    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(999, "hello")


async def test_no_json_is_an_error() -> None:
    """A page in place of an answer is no result."""
    page = answer(body=b"<html>hello</html>")
    async with raw_server(page) as server, calling(server.url) as bot:
        with pytest.raises(TelegramError, match="Invalid server response"):
            await bot.send_message(ALICE, "hello")


@pytest.mark.parametrize("script", [hang_up, break_off, talk_nonsense, stay_silent])
async def test_the_token_is_in_no_error(script: Script) -> None:
    """Neither the error nor anything that led to it quotes the address."""
    async with raw_server(script) as server, calling(server.url, HASTY) as bot:
        error = await fail(bot)

    _, _, secret = TOKEN.partition(":")
    told = "".join(traceback.format_exception(error))
    whole: BaseException | None = error
    while whole is not None:
        told += repr(whole)
        whole = whole.__cause__ or whole.__context__
    assert secret not in told


async def test_a_bot_that_was_shut_down_can_begin_again() -> None:
    """PTB closes and opens its request again, as the start does while Telegram is away."""
    async with raw_server(answer(body=ME)) as server:
        bot = bot_at(server.url)
        for _ in range(2):
            await bot.initialize()
            await bot.shutdown()

    assert len(server.heads) == 2
