"""`imagewright play --tour`, as installed: the whole bot in a terminal."""

import asyncio
import os
import re
import signal
import socket
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from rich.console import Console

from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.tour.environment import TOKEN, bot_environment
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.photo import picture_size, read_photo
from bot.playground.tour.process import BotProcess
from bot.playground.tour.screen import Screen
from bot.playground.tour.troubles import CannotStart, TourFailed
from bot.settings import Settings

PROGRAM = Path(sys.executable).with_name("imagewright")
PATIENCE = (
    240.0  # seconds; the engine enlarges a megapixel four times, beside other tests
)


async def play(
    folder: Path, *arguments: str, **environment: str
) -> asyncio.subprocess.Process:
    """Start the tour in a folder, with an environment that holds nothing else."""
    return await asyncio.create_subprocess_exec(
        PROGRAM,
        "play",
        *arguments,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def play_out(folder: Path, *arguments: str) -> tuple[int | None, str, str]:
    """The same to its end: exit code, output, errors."""
    process = await play(folder, *arguments)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def processes_in(folder: Path) -> list[str]:
    """The processes that work anywhere in a folder."""
    return [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and working_folder(entry).startswith(str(folder))
    ]


def working_folder(entry: Path) -> str:
    """Where a process works; nothing for one that is gone or not ours."""
    try:
        return str((entry / "cwd").readlink())
    except OSError:
        return ""


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a picture file that can be read to its end."""
    with Image.open(path) as image:
        image.load()
        return image.size


@pytest.mark.timeout(PATIENCE)
async def test_tour_shows_each_step_and_leaves_the_pictures(tmp_path: Path) -> None:
    """With a photo of one's own: every scene comes to its end, each picture has its size."""
    Image.effect_noise((90, 60), 60).convert("RGB").save(tmp_path / "mine.png")

    code, out, err = await play_out(tmp_path, "--photo", "mine.png", "--port", "0")
    play_folder = tmp_path / "play"
    sizes = {path.name: size_of(path) for path in play_folder.glob("[0-9]*")}

    assert (code, err) == (0, "")
    assert sizes == {
        **{f"1-gen-{number}.jpg": (1152, 768) for number in range(1, 5)},
        "1-gen-5.png": (4608, 3072),
        "2-enlarged-before.jpg": (90, 60),
        "2-enlarged-1.jpg": (180, 120),
        "3-edit-1.jpg": (90, 60),
        "5-killed-1.jpg": (1024, 1024),
    }
    assert "90×60 → 180×120" in out  # noqa: RUF001 - the sign of sizes
    assert "You press [ 4x #1 · 2 credits ]" in out
    assert re.search(r"Imagewright\* .*▰.* %", out), "the status message was edited"
    assert "There is no option --sizes" in out
    assert "the same message went on" in out
    assert "@BotFather" in out
    assert processes_in(tmp_path) == []


async def test_ctrl_c_ends_the_tour_and_all_its_processes(tmp_path: Path) -> None:
    """SIGINT in the middle of a job: exit code 0, a word, and nothing runs on."""
    process = await play(tmp_path, "--tour", "--port", "0")
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while b"drawing" not in await process.stdout.readline():
            continue
        process.send_signal(signal.SIGINT)
        rest = await process.stdout.read()
        code = await process.wait()

    assert code == 0
    assert b"Nothing is left running" in rest
    assert processes_in(tmp_path) == []


async def test_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    """A port that was asked for and is taken: exit code 2, no traceback, nothing written."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = await play_out(tmp_path, "--port", str(port))

    assert code == 2
    assert err == f"--port {port}: is taken or not allowed; choose another one\n"
    assert not (tmp_path / "play").exists()


async def test_service_that_cannot_be_emulated_is_said_in_one_line(
    tmp_path: Path,
) -> None:
    """A misspelt name of a service: exit code 2, the names there are, nothing written."""
    code, _, err = await play_out(tmp_path, "--providers", "jimenk")

    assert code == 2
    assert err.startswith("--providers: no emulator of jimenk; there are jimeng, ")
    assert err.count("\n") == 1
    assert not (tmp_path / "play").exists()


async def test_page_opens_and_ctrl_c_ends_all_of_it(tmp_path: Path) -> None:
    """Without a terminal or a browser: the address is said, and SIGINT leaves nothing behind.

    No process, and no file outside the folder `play`.
    """
    (tmp_path / "tmp").mkdir()
    process = await play(tmp_path, "--port", "0", TMPDIR=str(tmp_path / "tmp"))
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
        url = (await process.stdout.readline()).decode().split()[1]
        while b"The bot is there" not in await process.stdout.readline():
            assert not process.stdout.at_eof()
        page = await client.get(url)
        process.send_signal(signal.SIGINT)
        rest = await process.stdout.read()
        code = await process.wait()

    assert (page.status_code, code) == (200, 0)
    assert "<title>Imagewright playground</title>" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert b"Nothing is left running" in rest
    assert processes_in(tmp_path) == []
    assert [*(tmp_path / "tmp").iterdir()] == []


async def test_keys_in_env_file_are_used_and_emulators_come_before_them(
    tmp_path: Path,
) -> None:
    """A key in `.env` is announced and its service asked first; an emulator of it takes its place."""
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-mine\nIDEOGRAM_API_KEY=mine\n")

    process = await play(tmp_path, "--port", "0", "--providers", "openai")
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
        url = (await process.stdout.readline()).decode().split()[1]
        emulated = await process.stdout.readline()
        own = await process.stdout.readline()
        while b"The bot is there" not in await process.stdout.readline():
            assert not process.stdout.at_eof()
        scene = (await client.get(f"{url}/page/scene")).json()
        process.send_signal(signal.SIGINT)
        await process.communicate()

    assert emulated == b"Emulated services: openai.\n"
    assert own == b"Your keys are used: ideogram. Pictures may cost there.\n"
    assert scene["engines"]["GENERATE_PROVIDERS"] == "openai,ideogram,demo"


async def test_photo_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    """A text file for a photo: exit code 2, and what would work."""
    (tmp_path / "notes.txt").write_text("no picture")

    code, _, err = await play_out(tmp_path, "--photo", "notes.txt")

    assert code == 2
    assert err == "notes.txt: is no picture; give a JPEG, PNG or WebP file\n"


async def test_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    """A folder `play` that no tour made is never emptied."""
    mine = tmp_path / "play" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")

    code, _, err = await play_out(tmp_path)

    assert code == 2
    assert "move it away" in err
    assert mine.read_text() == "mine"


async def test_bot_that_cannot_start_fails_the_tour_with_its_log(
    tmp_path: Path,
) -> None:
    """A bot that ends at once is noticed at once, and its last words are there to be shown."""
    telegram = BotApi(BotApiConfig(token=TOKEN))
    with closing(PlayFolder(tmp_path / "play")) as folder:
        async with serve(telegram) as url:
            environment = bot_environment(Settings(), url, folder.data)
            broken = environment | {"MAX_JOBS": "none at all"}
            bot = BotProcess(folder, broken, telegram.log)

            with pytest.raises(TourFailed, match="the bot ended"):
                await bot.start()

    telegram.dispose()
    assert "MAX_JOBS" in bot.last_words()


def test_bot_is_told_the_users_keys_and_nothing_else_of_theirs() -> None:
    """Keys of services go along and come first; quotas, access and the real token stay behind."""
    settings = Settings(
        telegram_bot_token=SecretStr("123456:the-real-token-which-stays-at-home"),
        jimeng_session_id=SecretStr("a-session"),
        quota_user_daily=1,
    )

    environment = bot_environment(settings, "http://127.0.0.1:1", Path("/data"))

    assert environment["JIMENG_SESSION_ID"] == "a-session"
    assert environment["GENERATE_PROVIDERS"] == "jimeng,demo"
    assert environment["UPSCALE_PROVIDERS"] == "jimeng,local"
    assert environment["TELEGRAM_BOT_TOKEN"] == TOKEN
    assert "QUOTA_USER_DAILY" not in environment


def test_terminal_shows_an_album_as_one_bubble_and_edits_in_place() -> None:
    """On a terminal a scene ends as the chat looks then: edited texts only, albums together."""
    out = StringIO()
    screen = Screen(Console(file=out, force_terminal=True, width=80))
    with screen.scene("A scene"):
        screen.show(message(1, text="working"))
        screen.show(message(2, album="a"))
        screen.show(message(3, album="a", text="two of a kind"))
        screen.show(message(1, text="done", button="Again"))
        screen.note("a note")
    last = out.getvalue().rpartition("\x1b[2K")[2]

    assert "working" not in last
    assert "done" in last
    assert "[ Again ]" in last
    assert last.count("Imagewright") == 2
    assert last.index("photo 90×60") < last.index("two of a kind")  # noqa: RUF001 - the sign of sizes
    assert "a note" in last


def test_photo_too_large_for_telegram_is_shrunk_as_a_client_would(
    tmp_path: Path,
) -> None:
    """Over 10000 pixels of width and height together: 2560 for the longer side, upright."""
    path = tmp_path / "large.png"
    Image.new("RGB", (8000, 4000)).save(path)

    assert picture_size(read_photo(path)) == (2560, 1280)


def test_photo_of_an_impossible_shape_is_refused(tmp_path: Path) -> None:
    """What Telegram takes for no photo is told before anything starts."""
    path = tmp_path / "slim.png"
    Image.new("RGB", (2000, 40)).save(path)

    with pytest.raises(CannotStart, match="2000x40"):
        read_photo(path)


def message(
    number: int, *, text: str = "", album: str | None = None, button: str | None = None
) -> dict[str, Any]:
    """A message of the bot's, as the server shows it."""
    photo = {"kind": "photo", "file_id": f"f{number}", "size": 900, "width": 90}
    return {
        "message_id": number,
        "from": {"first_name": "Imagewright", "is_bot": True},
        "text": text,
        "media": photo | {"height": 60} if album else None,
        "media_group_id": album,
        "buttons": [[{"text": button}]] if button else [],
    }
