"""Small files in one reading."""

from pathlib import Path

import pytest

from bot.services.small_files import SMALL, read_small


@pytest.mark.parametrize("size", [0, 1, SMALL])
def test_small_files_come_whole(tmp_path: Path, size: int) -> None:
    """Up to the bound, and an empty one is no large one."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)

    assert read_small(path) == b"x" * size


def test_larger_ones_are_left_to_be_streamed(tmp_path: Path) -> None:
    """One byte more is not read at all."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * (SMALL + 1))

    assert read_small(path) is None


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """As `open` would."""
    with pytest.raises(FileNotFoundError):
        read_small(tmp_path / "file")
