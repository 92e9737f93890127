"""What is shipped: the wheel, the locks and the image hold what they must and no more."""

import asyncio
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.web import Sample, WebServer

pytestmark = pytest.mark.xdist_group("packaging")  # so that the wheel is built once

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]+\])?==(\S+)", re.MULTILINE)
LOCKS = ("requirements.txt", "requirements-dev.txt")


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """Every file of the two packages, before the wheel is built."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in ("bot", "providers")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(
    sources: set[str], tmp_path_factory: pytest.TempPathFactory
) -> zipfile.ZipFile:
    """The wheel, built with the installed tools alone: no isolation, no network."""
    assert sources
    folder = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(folder),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def pins(lock: str) -> dict[str, str]:
    """Name to version of a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {_normal(name): version for name, version in PIN.findall(text)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: Sequence[str]) -> set[str]:
    """Bare names of what the project asks for."""
    return {_normal(re.split(r"[\[<>=!~; ]", text)[0]) for text in requirements}


def test_wheel_holds_every_file_of_the_packages(
    wheel: zipfile.ZipFile, sources: set[str]
) -> None:
    """Texts, migrations, weights and type marks travel: an ignore rule that eats one is found."""
    missing = sources - set(wheel.namelist())

    assert {name for name in missing if (ROOT / name).is_file()} == set()
    suffixes = {Path(name).suffix for name in wheel.namelist()}
    assert {".py", ".ftl", ".json", ".bin", ".param", ".toml"} <= suffixes
    assert {"bot/py.typed", "providers/py.typed"} <= set(wheel.namelist())


def test_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Two packages and the metadata; no tests, which would land beside other people's."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "bot",
        "providers",
    }


def test_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    """`imagewright` starts our command line."""
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    points = ConfigParser()
    points.read_string(wheel.read(name).decode())

    assert dict(points["console_scripts"]) == {"imagewright": "bot.cli:main"}


def test_wheel_carries_the_licences(wheel: zipfile.ZipFile) -> None:
    """Ours, and those of the weights that we pass on."""
    licences = [name for name in wheel.namelist() if "/licenses/" in name]

    assert any(name.endswith("/LICENSE") for name in licences)
    assert sum("providers/local/models" in name for name in licences) >= 3


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_files_and_no_address(lock: str) -> None:
    """Each pin has hashes, and nobody is told which index to ask."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)

    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert "://" not in text
    assert not re.search(r"index-url|find-links|trusted-host| @ ", text)


def test_everything_is_pinned() -> None:
    """What the project asks for is in the lock, and both locks agree."""
    run, dev = pins(LOCKS[0]), pins(LOCKS[1])
    project = PROJECT["project"]

    assert names_of(project["dependencies"]) <= run.keys()
    assert names_of(project["optional-dependencies"]["dev"]) <= dev.keys()
    assert run.items() <= dev.items()


def test_image_runs_as_nobody_special() -> None:
    """The last stage has a user, a volume, a drain signal and the command."""
    last = (ROOT / "Dockerfile").read_text(encoding="utf-8").rpartition("\nFROM ")[2]

    for line in (
        "USER imagewright",
        "VOLUME /data",
        "STOPSIGNAL SIGTERM",
        'ENTRYPOINT ["imagewright"]',
        'CMD ["run"]',
    ):
        assert f"\n{line}\n" in f"{last}\n"
    for word in ("PYTHONSAFEPATH=1", "PTB_TIMEDELTA=1", "DATA_DIR=/data"):
        assert word in last


def test_image_copies_what_is_there_and_let_through() -> None:
    """Each COPY of the first stage names a file that exists and that .dockerignore admits."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    admitted = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    ]

    assert copied
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in admitted


@pytest.mark.parametrize("is_well", [True, False])
async def test_health_check_of_the_image_works(*, is_well: bool) -> None:
    """The very command of the Dockerfile tells a well server from an ailing one."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"HEALTHCHECK [^\[]*(\[.*\])", text)
    assert found is not None
    _, *arguments = json.loads(found[1])

    async def check() -> str | None:
        return None if is_well else "no updates"

    async def collect() -> Sequence[Sample]:
        return ()

    server = WebServer(
        host="127.0.0.1", port=0, checks={"updates": check}, collect=collect
    )
    await server.start()
    code = await _run(arguments, listen=f"0.0.0.0:{server.port}")
    await server.stop()

    assert (code == 0) is is_well


async def _run(arguments: Sequence[str], *, listen: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={"LISTEN": listen, "http_proxy": "http://127.0.0.1:9"},
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


def test_compose_gives_the_drain_its_time() -> None:
    """Docker waits longer than a drain takes, keeps the data and starts the bot again."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    for line in (
        "stop_grace_period: 15s",
        "restart: unless-stopped",
        "env_file: .env",
        "- data:/data",
        "read_only: true",
    ):
        assert f" {line}" in text
