"""The documents keep what they promise: links, commands, settings and modules exist."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from bot.cli.program import program
from bot.handlers.menu import PRIVATE
from bot.handlers.parsing import OPTIONS
from bot.settings import Settings
from providers.registry import FACTORIES

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
MODULE = re.compile(r"(?:bot|providers|tests)/[\w/.]+")
GREETINGS = {"start"}  # a command of Telegram's own, which no menu lists


def anchors(page: Path) -> set[str]:
    """What a link may name behind its #, as GitHub makes it of headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(page.read_text("utf-8"))
    }


def codes(page: Path) -> list[str]:
    """Everything between backticks in a line."""
    return CODE.findall(page.read_text("utf-8"))


def section(page: Path, title: str) -> str:
    """The text below a heading, up to the next one of its kind."""
    return page.read_text("utf-8").partition(f"\n## {title}\n")[2].split("\n## ")[0]


def is_command(words: list[str]) -> bool:
    """Do the words of a command line name one of our commands, arguments behind it or not?"""
    found = typer.main.get_command(program)
    while isinstance(found, TyperGroup):
        command = found.commands.get(words[0]) if words else None
        if command is None:
            return False
        found, words = command, words[1:]
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    """Each relative link names a file or folder that is there, and a heading that it has."""
    for link in LINK.findall(page.read_text("utf-8")):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_readme_names_only_settings_that_exist() -> None:
    """A setting in the README can be set."""
    known = {name.upper() for name in Settings.model_fields}
    named = {name for code in codes(README) for name in SETTING.findall(code)}

    assert named
    assert named <= known


def test_readme_names_only_programs_commands_that_exist() -> None:
    """Each `imagewright ...` of the README is a command."""
    lines = [code.split() for code in codes(README) if code.startswith("imagewright ")]

    assert lines
    assert not is_command(["jobs", "lose"])
    assert [line for line in lines if not is_command(line[1:])] == []


def test_readme_names_only_bot_commands_and_options_that_exist() -> None:
    """Each `/command` and `--option` in the section about the chat is one of the bot's."""
    text = section(README, "In the chat")
    commands = {
        word for code in CODE.findall(text) for word in re.findall(r"^/(\w+)", code)
    }
    options = {
        word for code in CODE.findall(text) for word in re.findall(r"--(\w+)", code)
    }

    assert commands == {*PRIVATE} | GREETINGS
    assert options == {*OPTIONS}


def test_readme_lists_providers_that_exist() -> None:
    """Each row of the table of providers is one that can be built."""
    rows = re.findall(r"^\| `(\w+)` \|", section(README, "Providers"), re.MULTILINE)

    assert rows
    assert set(rows) <= set(FACTORIES)


def test_readme_and_makefile_agree() -> None:
    """Each `make target` of the README is a target."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(
        re.findall(r"^make (\w+)|`make (\w+)", README.read_text("utf-8"), re.MULTILINE)
    )
    targets = {first or second for first, second in named}

    assert targets
    assert [name for name in targets if f"\n{name}:" not in makefile] == []


def test_modules_of_the_architecture_exist() -> None:
    """Each path that the page names is a file or a folder."""
    paths = {path for code in codes(ARCHITECTURE) for path in MODULE.findall(code)}

    assert paths
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_architecture_shows_every_room() -> None:
    """Each package and module right below `bot` is in the table of rooms."""
    rooms = {
        path.stem
        for path in (ROOT / "bot").iterdir()
        if (path / "__init__.py").exists() or path.suffix == ".py"
    } - {"__init__"}
    table = section(ARCHITECTURE, "Rooms")

    assert {room for room in rooms if f"`bot/{room}" not in table} == set()
