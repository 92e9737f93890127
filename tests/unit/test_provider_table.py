"""`docs/providers.md` says what is so."""

import re
from collections.abc import Mapping

import pytest

from bot.settings.providers import NEEDS
from providers.base import ImageProvider
from providers.registry import FACTORIES
from tests.contract.providers.rigs import find_rigs
from tests.unit.provider_tables import (
    PAGE,
    all_providers,
    checks_key,
    takes_callbacks,
    with_tables,
)

LEVELS = ("Bronze", "Silver", "Gold", "Platinum")
RULE = re.compile(r"^\| ([BSGP]\d) \| .+ \|$", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", re.MULTILINE)
REMARK = re.compile(r"([BSGP]\d) (exempt|open): .{5,}")
TEXT = PAGE.read_text("utf-8")
QUALITY = TEXT.partition("## Quality")[2]
Remarks = dict[str, str]


@pytest.fixture(scope="module")
def providers() -> Mapping[str, ImageProvider]:
    """Every provider there is."""
    import asyncio  # noqa: PLC0415 - one loop for a fixture of the module

    return asyncio.run(all_providers())


def rows() -> dict[str, tuple[str, list[Remarks]]]:
    """Provider to its level and, for each column, what is exempt or open."""
    found = {}
    for name, level, cells in ROW.findall(QUALITY):
        found[name] = (level, [remarks(cell) for cell in cells.split(" | ")])
    return found


def remarks(cell: str) -> Remarks:
    """Rule to "exempt" or "open"; a cell that says neither says "done"."""
    if cell == "done":
        return {}
    parts = [REMARK.fullmatch(part) for part in cell.split("; ")]
    assert all(parts), cell
    return {part[1]: part[2] for part in parts if part}


def test_tables_are_what_the_providers_say(
    providers: Mapping[str, ImageProvider],
) -> None:
    """Made anew they are the same: `python -m tests.unit.provider_tables` mends it."""
    assert providers.keys() == FACTORIES.keys()
    assert with_tables(TEXT, providers) == TEXT


def test_every_provider_has_one_row_of_the_scale() -> None:
    """None is left out, none is there twice."""
    names = [name for name, _, _ in ROW.findall(QUALITY)]

    assert names == list(FACTORIES)


def test_remarks_stand_in_the_column_of_their_rule() -> None:
    """Each names a rule of the list, below the level that it belongs to."""
    rules = set(RULE.findall(QUALITY))

    assert rules
    for _, columns in rows().values():
        assert len(columns) == len(LEVELS)
        for level, column in zip(LEVELS, columns, strict=True):
            assert all(rule in rules and rule[0] == level[0] for rule in column)


def test_a_level_has_nothing_open_below_it() -> None:
    """The level is the one below the first that has an open rule."""
    for name, (level, columns) in rows().items():
        reached = LEVELS[-1]
        for below, column in zip(("", *LEVELS), columns, strict=False):
            if "open" in column.values():
                reached = below
                break
        assert level == reached, name


def test_bronze_is_proven_by_a_rig_and_a_setting() -> None:
    """Who has a row has a rig in the contract suite, and its needs are in the settings' page."""
    settings = (PAGE.parent / "settings.md").read_text("utf-8")
    rigged = {
        rig.__module__.rpartition(".")[2].removesuffix("_rig") for rig in find_rigs()
    }

    assert set(FACTORIES) <= rigged
    for name in set(FACTORIES) & set(NEEDS):
        assert all(f"| `{need.upper()}` |" in settings for need in NEEDS[name])


def test_exemptions_agree_with_the_capabilities(
    providers: Mapping[str, ImageProvider],
) -> None:
    """What can be asked of the provider itself is not claimed otherwise."""
    for name, (_, columns) in rows().items():
        exempt = {
            rule
            for column in columns
            for rule, how in column.items()
            if how == "exempt"
        }
        can = providers[name].capabilities
        assert ("G2" in exempt) is not can.can_cancel, name
        assert ("S5" in exempt) is not checks_key(providers[name]), name
        assert ("S1" in exempt) is can.is_free, name


def test_hidream_is_the_one_that_rings(providers: Mapping[str, ImageProvider]) -> None:
    """Callbacks are told of who takes them."""
    assert [name for name, each in providers.items() if takes_callbacks(each)] == [
        "hidream"
    ]
