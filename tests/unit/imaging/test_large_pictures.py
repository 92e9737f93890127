"""Large pictures are decoded one at a time, whichever threads want them."""

import threading
from pathlib import Path

import pytest
from PIL import Image

from bot.imaging import opening
from bot.imaging.opening import RESULTS, decoded


@pytest.mark.parametrize("limit, goes_in", [(100, False), (1_000_000, True)])
def test_one_large_picture_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, limit: int, goes_in: bool
) -> None:
    """While one is being decoded a second large one waits outside; small ones pass."""
    monkeypatch.setattr(opening, "LARGE", limit)
    path = tmp_path / "picture.png"
    Image.new("RGB", (40, 40)).save(path)
    inside = threading.Event()

    def look() -> None:
        with decoded(path, RESULTS):
            inside.set()

    other = threading.Thread(target=look)
    with decoded(path, RESULTS):
        other.start()
        got_in = inside.wait(5.0 if goes_in else 0.2)
    other.join()

    assert got_in is goes_in
    assert inside.is_set()
