"""Pictures that came inside an answer, as files until they are fetched."""

import shutil
import tempfile
import uuid
from pathlib import Path

from providers.base import Limits
from providers.errors import TaskFailed, TransientError
from providers.http import read_picture_facts

KEPT_SECONDS = 86_400.0  # what nobody fetched in a day, nobody will


class Shelf:
    """A folder that outlives the process: who restarts before the fetch finds the pictures there.

    All methods block on the disk: call them in a thread.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def put(self, data: bytes) -> Path:
        """Keep a picture."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / uuid.uuid4().hex
        path.write_bytes(data)
        return path

    def tidy(self, now: float) -> None:
        """Remove what is old; `now` is unix seconds."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            try:
                if now - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()
            except FileNotFoundError:
                continue  # another process tidies as well

    def take(self, path: Path, destination: Path, limits: Limits) -> None:
        """Copy a picture to its destination, whole or not at all; it stays for a second fetch.

        Raises:
            TransientError: it is gone.
            TaskFailed: no picture (`result_broken`), or over the caps (`result_too_large`).
        """
        try:
            _check(path, limits)
            _copy(path, destination)
        except FileNotFoundError:
            raise TransientError(f"{path.name} is gone", code="link_expired") from None


def _check(path: Path, limits: Limits) -> None:
    if path.stat().st_size > limits.max_result_bytes:
        raise TaskFailed("too many bytes", code="result_too_large")
    facts = read_picture_facts(path)
    if facts is None:
        raise TaskFailed("no whole picture came", code="result_broken")
    if facts.pixels > limits.max_result_pixels:
        raise TaskFailed("too many pixels", code="result_too_large")


def _copy(path: Path, destination: Path) -> None:
    with tempfile.NamedTemporaryFile(
        dir=destination.parent,
        prefix=f".{destination.name}.",
        suffix=".part",
        delete=False,
    ) as part:
        temporary = Path(part.name)
    try:
        shutil.copyfile(path, temporary)
        temporary.replace(destination)
    finally:
        temporary.unlink(missing_ok=True)
