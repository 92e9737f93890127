"""docs/commands.md and the code, held against each other in both directions."""

import re
from collections.abc import Mapping

import pytest

from bot.domain.buttons import Verb
from bot.domain.choices import NAMED_VALUES, Field
from bot.handlers.menu import GROUP, PRIVATE
from bot.handlers.panel import NAMES
from bot.handlers.parsing import ALIASES, OPTIONS
from bot.handlers.step_words import read_step, read_wish
from bot.i18n.texts import Texts
from tests.unit.handlers.front import Front
from tests.unit.i18n.catalogues import arguments
from tests.unit.test_docs import CODE, ROOT, section

PAGE = ROOT / "docs" / "commands.md"
TEXTS = Texts(is_strict=True)
MENUS = {"private": PRIVATE, "groups": GROUP}
# Texts on buttons that stand on no button of their own.
FRAMES = {"status-button-priced"}
ELSEWHERE = (  # buttons that are not under an order
    "settings-back",
    "settings-close",
    "forget-yes",
    "forget-no",
)


def rows(title: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    lines = [line for line in section(PAGE, title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines][
        2:
    ]


def words(cell: str) -> list[str]:
    """What a cell enumerates."""
    return cell.split(", ")


def label(key: str) -> str:
    """A button of the English catalogue, with k for the number of a picture or job."""
    return TEXTS.get("en", key, number="k")


def labels_in_catalogue() -> set[str]:
    """Every label that a button under an order can have."""
    keys = {key for key in arguments("en") if "-button-" in key} - FRAMES
    return {label(key) for key in keys | {"jobs-cancel"}}


def test_every_command_is_in_the_table_and_every_row_is_a_command() -> None:
    """Whatever the router carries out is told, and nothing else is promised."""
    told = [re.findall(r"^`/(\w+)`$", row[0]) for row in rows("Commands")]

    assert sorted(name for (name,) in told) == sorted(Front().messages.handlers())


def test_the_table_tells_in_which_menu_a_command_is() -> None:
    """Telegram lists those, in that order of chats."""
    for command, menu, *_ in rows("Commands"):
        name = command.strip("`/")
        inside = [where for where, names in MENUS.items() if name in names]
        assert menu == (", ".join(inside) or "-"), name


def test_each_example_begins_with_its_command() -> None:
    """People copy them."""
    for command, _, _, example, _ in rows("Commands"):
        assert example.startswith(command.rstrip("`")), command


def test_every_option_is_in_the_table_with_its_other_names() -> None:
    """As the parser knows them."""
    others: dict[str, set[str]] = {name: set() for name in OPTIONS}
    for alias, name in ALIASES.items():
        others[name].add(alias)
    told = {
        row[0].strip("`-"): set(re.findall(r"`--(\w+)`", row[1]))
        for row in rows("Options")
    }

    assert told == others


def test_every_button_is_in_the_table_with_its_letter() -> None:
    """Each verb has a row, each row a verb, and each label stands in the catalogue."""
    table = rows("Buttons under an order")
    letters = {row[1].strip("`") for row in table}
    told = {each for row in table for each in row[0].split(" / ")}

    assert letters == {str(verb) for verb in Verb}
    assert told == labels_in_catalogue()


def test_every_setting_is_in_the_table_with_its_values() -> None:
    """Each field has a row; named values are written as on their buttons."""
    table = {row[1].strip("`"): row for row in rows("Settings")}

    assert list(table) == [str(field) for field in Field]
    for field in Field:
        name, _, values, _ = table[field]
        assert name == TEXTS.get("en", f"settings-{NAMES[field]}")
        if field in NAMED_VALUES:
            shown = [TEXTS.get("en", f"settings-{v}") for v in NAMED_VALUES[field]]
            assert words(values) == shown
    spoken = [TEXTS.get("en", f"settings-language-{each}") for each in TEXTS.languages]
    assert sorted(words(table[Field.LANGUAGE][2])) == sorted(spoken)


@pytest.mark.parametrize("key", ELSEWHERE)
def test_other_buttons_are_named(key: str) -> None:
    """Those of /settings and /forgetme."""
    assert label(key) in section(PAGE, "Settings")


def test_words_that_count_as_commands_are_understood() -> None:
    """Each of the words between backticks is read as the row says."""
    meant: Mapping[str, object] = {
        "`/undo`": lambda said: str(read_wish(said)) == "undo",
        "`/compare`": lambda said: str(read_wish(said)) == "compare",
        "`/edit` of that step": lambda said: (read_step(said) or (0,))[0] == 2,
        "the same with what the person had sent": lambda said: (
            (read_step(said) or (9,))[0] == 0
        ),
    }
    seen = 0
    for said, _, does in rows("Without a command"):
        understood = next(
            (each for key, each in meant.items() if does.startswith(key)), None
        )
        quoted = CODE.findall(said)
        if callable(understood) and quoted:
            seen += len(quoted)
            assert [each for each in quoted if not understood(each)] == []

    assert seen == 12
