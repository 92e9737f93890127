"""A folder of this process's own for results, and the end of those that dead processes left."""

import fcntl
import os
import shutil
import tempfile
import threading
from pathlib import Path

PREFIX = "engine-"
UNLOCKED = "new-engine-"
LOCK = ".lock"


class Scratch:
    """Made at the first use and gone after `close`; a lock shows other processes that it lives.

    Several processes may share the parent folder: the bot, and a command beside it.
    """

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._lock = -1
        self._making = threading.Lock()

    @property
    def folder(self) -> Path:
        """The folder, which exists. Any thread may ask."""
        with self._making:
            if self._folder is None:
                self._parent.mkdir(parents=True, exist_ok=True)
                _sweep(self._parent)
                self._folder, self._lock = _make(self._parent)
            return self._folder

    def close(self) -> None:
        """Remove the folder and all in it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            os.close(self._lock)
            self._folder = None


def _make(parent: Path) -> tuple[Path, int]:
    """A new folder and the lock in it, which is held before the folder has its final name."""
    folder = Path(tempfile.mkdtemp(prefix=UNLOCKED, dir=parent))
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder.rename(parent / folder.name.replace(UNLOCKED, PREFIX, 1)), lock


def _sweep(parent: Path) -> None:
    """Remove the folders whose process is gone: its lock went with it."""
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            lock = os.open(folder / LOCK, os.O_RDWR)
        except OSError:
            continue  # just being removed by its owner
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue  # alive
        finally:
            os.close(lock)
