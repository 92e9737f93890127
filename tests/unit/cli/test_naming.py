"""Names of the written files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.making.naming import LONGEST, put_in_place, stem_of
from bot.domain.recipe import Recipe
from providers.base import Operation


def of(operation: Operation, prompt: str = "", scale: int | None = None) -> Recipe:
    """A recipe as the command builds it."""
    return Recipe(operation=operation, prompt=prompt, scale=scale)


@pytest.mark.parametrize(
    "recipe, file, stem",
    [
        (of(Operation.GENERATE, "A red fox, in snow!"), None, "a-red-fox-in-snow"),
        (of(Operation.GENERATE, "雪中的狐狸"), None, "雪中的狐狸"),
        (of(Operation.GENERATE, "../../etc/passwd"), None, "etc-passwd"),
        (of(Operation.GENERATE, "!!!"), None, "picture"),
        (of(Operation.EDIT, "x"), Path("a/cat.jpg"), "cat-edited"),
        (of(Operation.UPSCALE, scale=4), Path("a/cat.jpg"), "cat-4x"),
        (of(Operation.UPSCALE), Path("a/cat.jpg"), "cat-enlarged"),
    ],
)
def test_names_tell_what_was_asked(
    recipe: Recipe, file: Path | None, stem: str
) -> None:
    """The prompt's words, or the source's name and what was done to it."""
    assert stem_of(recipe, file) == stem


@given(prompt=st.text())
def test_any_prompt_is_a_name_in_the_folder(prompt: str) -> None:
    """No prompt reaches another folder, hides the file, or makes its name too long."""
    stem = stem_of(of(Operation.GENERATE, prompt), None)

    assert Path(stem).name == stem
    assert not stem.startswith(".")
    assert 0 < len(stem) <= LONGEST


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """The second picture of a name gets a number; the first stays as it was."""
    (tmp_path / "fox.png").write_bytes(b"old")
    arrivals = tmp_path / "work"
    arrivals.mkdir()
    names = []
    for data in (b"one", b"two"):
        arrival = arrivals / data.decode()
        arrival.write_bytes(data)
        names.append(put_in_place(arrival, tmp_path, "fox", "image/png").name)

    assert names == ["fox-2.png", "fox-3.png"]
    assert (tmp_path / "fox.png").read_bytes() == b"old"
    assert (tmp_path / "fox-3.png").read_bytes() == b"two"
