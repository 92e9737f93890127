"""Orders and the doctor from the command line, by the installed program and real protocols."""

import asyncio
import os
import pty
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import PATIENCE, PROGRAM, TOKEN, World, open_world
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-without-telegram"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
OTHER_TOKEN = "43:some-other-token-abcdefghijklmnopqrs"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world without a running bot, a photo in the working folder."""
    async with open_world(tmp_path_factory.mktemp("without")) as opened:
        del opened.settings["TELEGRAM_BOT_TOKEN"]
        yield opened


@pytest.fixture
def world(shared: World) -> World:
    """The same for each test, with a clean working folder and everything working."""
    shared.jimeng.faults.clear()
    for path in shared.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (shared.folder / "photo.jpg").write_bytes(PHOTO)
    return shared


def left(world: World) -> set[str]:
    """What lies in the working folder beside the photo, hidden files too."""
    return {path.name for path in world.folder.iterdir()} - {"photo.jpg"}


def size_of(path: Path) -> tuple[int, int]:
    """Pixels of a whole picture."""
    with Image.open(path) as picture:
        picture.load()
        return picture.size


async def test_gen_writes_and_prints_its_pictures(world: World) -> None:
    """Two of Jimeng's four, one submit, names on the output and nothing else anywhere."""
    before = len(world.jimeng.log.paid_submits)
    code, out, err = await world.run("gen", "a red fox", "-n", "2", "--ar", "16:9")

    assert (code, err) == (0, "")
    assert [Path(name).stem for name in out.split()] == ["a-red-fox", "a-red-fox-2"]
    assert left(world) == {*out.split()}
    for name in out.split():
        assert min(size_of(world.folder / name)) > 0
        assert (world.folder / name).stat().st_mode & 0o444 == 0o444
    assert len(world.jimeng.log.paid_submits) == before + 1


async def test_edit_and_upscale_work_in_folders_of_their_own(world: World) -> None:
    """`-o` is made; the enlarged picture has the size that was asked for."""
    edited = await world.run("edit", "photo.jpg", "make it night", "-n", "1", "-o", "a")
    larger = await world.run(
        "upscale", "photo.jpg", "--scale", "2", "--provider", "local", "-o", "b/c"
    )

    assert (edited[0], larger[0]) == (0, 0), edited[2] + larger[2]
    assert Path(edited[1].strip()).stem == "photo-edited"
    assert larger[1].strip() == "b/c/photo-2x.jpg"
    assert size_of(world.folder / "b/c/photo-2x.jpg") == (192, 128)
    assert (world.folder / edited[1].strip()).is_file()
    assert {path.name for path in (world.folder / "b/c").iterdir()} == {"photo-2x.jpg"}


async def test_the_next_provider_helps_out(world: World) -> None:
    """Jimeng's key is refused: the engine enlarges, and says that it is not the first."""
    world.jimeng.faults.fail_next(
        "ret", call="token", times=-1, code="1015", message="login error"
    )
    world.settings["UPSCALE_PROVIDERS"] = "jimeng,local"
    code, out, err = await world.run("upscale", "photo.jpg", "--scale", "2")
    del world.settings["UPSCALE_PROVIDERS"]

    assert (code, out.strip()) == (0, "photo-2x.jpg"), err
    assert err.strip() == "The first service could not do it, so another one did."


async def test_a_lost_answer_is_paid_once(world: World) -> None:
    """The task is looked up by its key; the picture comes from the first submit."""
    before = len(world.jimeng.log.paid_submits)
    world.jimeng.faults.fail_next("lost_answer")
    code, out, _ = await world.run("gen", "a lost fox", "-n", "1")

    assert code == 0
    assert len(out.split()) == 1
    assert len(world.jimeng.log.paid_submits) == before + 1


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("gen", "EMU_BLOCK"), "Jimeng: The service's content rules refuse this"),
        (("gen", "x", "--ar", "7:1"), "This shape is not available"),
        (("gen", "x", "--provider", "local"), "--provider local cannot do this"),
        (("edit", "words.txt", "x"), "This file is not a picture"),
    ],
)
async def test_refusals_are_one_friendly_line(
    world: World, arguments: tuple[str, ...], told: str
) -> None:
    """Exit 1, the catalogue's sentence without markup, no file, no traceback."""
    (world.folder / "words.txt").write_text("no picture at all")
    code, out, err = await world.run(*arguments)

    assert (code, out) == (1, "")
    assert err.startswith(told)
    assert len(err.splitlines()) == 1
    assert "<" not in err
    assert left(world) == {"words.txt"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("gen",),
        ("gen", "x", "--provider", "nobody"),
        ("gen", "x", "--provider", "hidream"),
        ("gen", "x", "-n", "0"),
        ("gen", "x", "--aspect-ratio", "wide"),
        ("gen", "x", "-o", "photo.jpg"),
        ("gen", "x", "--option", "resemblance"),
        ("upscale", "photo.jpg", "--scale", "3"),
        ("upscale", "missing.jpg"),
        ("edit", "photo.jpg"),
    ],
    ids=" ".join,
)
async def test_wrong_arguments_cost_nothing(
    world: World, arguments: tuple[str, ...]
) -> None:
    """Exit 2, before anybody is asked."""
    before = len(world.jimeng.log.entries)
    code, out, err = await world.run(*arguments)

    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(world.jimeng.log.entries) == before
    assert left(world) == set()


async def test_wrong_settings_stop_orders_too(world: World) -> None:
    """All mistakes at once, exit 2."""
    world.settings |= {"MAX_JOBS": "many", "LISTEN": "everywhere"}
    code, out, err = await world.run("gen", "x")
    del world.settings["MAX_JOBS"], world.settings["LISTEN"]

    assert (code, out) == (2, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "LISTEN",
        "MAX_JOBS",
    ]


async def test_ctrl_c_leaves_nothing_behind(world: World) -> None:
    """In the middle of a task: no file, one line that says what the service may bill, 130."""
    before = len(world.jimeng.log.paid_submits)
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "gen",
        "EMU_SLOW",
        cwd=world.folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(world.folder), **world.settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    polls = len(world.jimeng.log.of("poll"))
    await world.jimeng.log.wait(lambda log: len(log.paid_submits) > before)
    await world.jimeng.log.wait(lambda log: len(log.of("poll")) > polls)
    process.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)

    assert process.returncode == 130
    assert out == b""
    assert err.decode().strip() == (
        "Stopped here; the service cannot be stopped and may bill the order."
    )
    assert left(world) == set()


async def test_a_terminal_shows_a_bar(world: World) -> None:
    """Percent and provider on the terminal while it works; the file's name on the output."""
    terminal, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "gen",
        "a fox",
        "--provider",
        "demo",
        "-n",
        "1",
        cwd=world.folder,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(world.folder),
            "TERM": "xterm",
            **world.settings,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = await asyncio.to_thread(read_all, terminal)
    out, _ = await process.communicate()

    assert out.split() == [b"a-fox.png"]
    assert "The demo is at work" in shown
    assert "%" in shown
    assert "in the queue" in shown


def read_all(terminal: int) -> str:
    """What a program writes to its terminal until it ends."""
    parts = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    return b"".join(parts).decode("utf-8", "replace")


def marked(out: str, subject: str) -> str:
    """The one line about something."""
    (line,) = [line for line in out.splitlines() if line[2:].startswith(f"{subject}:")]
    return line


async def test_the_doctor_finds_all_well_beside_a_running_bot(tmp_path: Path) -> None:
    """A line for each thing, exit 0, and the bot neither stops nor loses an update."""
    async with open_world(tmp_path) as world, serving(world):
        code, out, err = await world.run("doctor")
        alice = visitor(world)
        await alice.ending(await alice.say("/gen a fox --n 1"))

        assert (code, err) == (0, ""), out
        assert "@" in marked(out, "token")
        assert "by polling" in marked(out, "updates")
        assert "credits left" in marked(out, "jimeng")
        assert "ms" in marked(out, "jimeng")
        assert "version" in marked(out, "database")
        assert "GB free" in marked(out, "disk")
        assert marked(out, "enlarging") == "✓ enlarging: jimeng, then local"
        assert {line[0] for line in out.splitlines()} <= {"✓", "!"}
        assert world.jimeng.log.paid_submits != []
        assert [
            call["method"]
            for call in world.telegram.log.calls()
            if call["method"] in ("setWebhook", "logOut", "close")
        ] == []
        check_nothing_told(out)


async def test_the_doctor_names_each_fault_and_what_to_do(tmp_path: Path) -> None:
    """A refused token, a refused key, a database that is none: three faults, exit 1."""
    async with open_world(tmp_path) as world:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "imagewright.db").write_text("not a database at all " * 99)
        world.settings["TELEGRAM_BOT_TOKEN"] = OTHER_TOKEN
        world.settings["JIMENG_SESSION_ID"] = "wrong-session-0123456789"
        world.settings["HIDREAM_TOKEN"] = "hidream-token-0123456789"
        world.settings["HIDREAM_API_URL"] = "http://127.0.0.1:9"
        code, out, err = await world.run("doctor")

        assert (code, err) == (1, "")
        assert marked(out, "token").startswith("✗")
        assert "@BotFather" in marked(out, "token")
        assert marked(out, "jimeng").startswith("✗ jimeng: the key is refused")
        assert "JIMENG_SESSION_ID" in marked(out, "jimeng")
        assert marked(out, "hidream").startswith("✗ hidream: cannot be reached")
        assert marked(out, "database").startswith("✗")
        assert "Traceback" not in out
        for secret in ("some-other-token", "wrong-session", "hidream-token"):
            assert secret not in out


async def test_the_doctor_works_without_a_token(world: World) -> None:
    """`run` would need it: a fault that says where one gets it; everything else is looked at."""
    code, out, _ = await world.run("doctor")

    assert code == 1
    assert marked(out, "token").startswith("✗ token: is not set")
    assert marked(out, "jimeng").startswith("✓")
    assert not (world.folder / "data").exists()


async def test_the_doctor_tells_every_wrong_setting(world: World) -> None:
    """One line each, exit 1."""
    world.settings |= {"MAX_JOBS": "many", "LISTEN": "everywhere"}
    code, out, err = await world.run("doctor")
    del world.settings["MAX_JOBS"], world.settings["LISTEN"]

    assert (code, err) == (1, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        "✗ LISTEN",
        "✗ MAX_JOBS",
    ]


@pytest.mark.parametrize("privacy_mode, mark", [(True, "✓"), (False, "!")])
async def test_the_doctor_says_what_privacy_mode_means(
    tmp_path: Path, *, privacy_mode: bool, mark: str
) -> None:
    """Off is no fault, and yet worth knowing."""
    async with open_world(tmp_path, privacy_mode=privacy_mode) as world:
        _, out, _ = await world.run("doctor")

        assert marked(out, "privacy mode").startswith(mark)


async def test_the_doctor_sees_a_webhook_that_is_in_the_way(tmp_path: Path) -> None:
    """Settings say polling, Telegram posts elsewhere: told without the address's path."""
    async with open_world(tmp_path) as world:
        world.settings |= {
            "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9/secret-path",
            "TELEGRAM_WEBHOOK_SECRET": "s",
        }
        code, out, _ = await world.run("doctor")

        assert code == 0
        assert marked(out, "updates").startswith("! updates: TELEGRAM_WEBHOOK_URL")
        assert "secret-path" not in out


def check_nothing_told(out: str) -> None:
    """Neither the token nor the session stands in the report."""
    assert TOKEN.partition(":")[2] not in out
    assert SESSION not in out
