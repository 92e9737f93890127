"""The folder `play/`: the pictures of the last tour, the bot's data and its log."""

import fcntl
import shutil
from pathlib import Path
from typing import BinaryIO

from bot.playground.tour.troubles import CannotStart

_MARK = ".imagewright-play"  # says that we made the folder and may empty it


class PlayFolder:
    """A folder that each tour finds empty.

    Raises:
        CannotStart: it holds something that is not ours, or another tour is under way in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = self._take()
        self._empty()
        self.data.mkdir()

    @property
    def data(self) -> Path:
        """The bot's DATA_DIR."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """What the bot says."""
        return self.path / "bot.log"

    def keep(self, name: str, picture: bytes) -> None:
        """Write a picture; blocking."""
        (self.path / name).write_bytes(picture)

    def close(self) -> None:
        """Let another tour have it."""
        self._lock.close()

    def _take(self) -> BinaryIO:
        mark = self.path / _MARK
        if self.path.exists() and not mark.exists() and any(self.path.iterdir()):
            raise CannotStart(
                f"{self.path}: holds something that is not of a tour; move it away"
            )
        self.path.mkdir(exist_ok=True)
        lock = mark.open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise CannotStart(
                f"{self.path}: another tour is under way here; wait for its end"
            ) from None
        return lock

    def _empty(self) -> None:
        for entry in self.path.iterdir():
            if entry.name == _MARK:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
