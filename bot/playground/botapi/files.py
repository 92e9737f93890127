"""Files that were sent: bytes on disk once per content, ids in memory."""

import hashlib
import secrets
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal

FileKind = Literal["photo", "document", "sticker", "thumbnail"]

_CHUNK = 1 << 20
_ID_PREFIX = {
    "photo": "AgACAgIAAx",
    "document": "BQACAgIAAx",
    "sticker": "CAACAgIAAx",
    "thumbnail": "AAMCAgADGQ",
}
_FOLDER = {
    "photo": "photos",
    "document": "documents",
    "sticker": "stickers",
    "thumbnail": "thumbnails",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes on disk, kept once however often they were sent."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a call."""

    blob: Blob
    file_name: str
    mime_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that Telegram knows under an id."""

    file_id: str
    file_unique_id: str
    kind: FileKind
    blob: Blob
    file_path: str
    file_name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0


class FileStore:
    """Keeps bytes in a temporary folder and hands out ids.

    Memory holds an id and a path per file; the bytes stay on disk until ``close`` is
    called or the store is forgotten.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="botapi-"))
        self.close = weakref.finalize(
            self, shutil.rmtree, self._folder, ignore_errors=True
        )
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = (
            count()
        )  # threads register at once: no two files may share a path

    def keep(self, source: BinaryIO | bytes) -> Blob:
        """Write bytes to disk; blocking, so large ones belong in a thread."""
        if isinstance(source, bytes):
            digest = hashlib.sha256(source).hexdigest()
            path = self._place(digest)
            if not path.exists():  # whole or not at all: threads write the same at once
                waiting = self._place(secrets.token_hex(12))
                waiting.write_bytes(source)
                waiting.rename(path)
            return Blob(path=path, size=len(source), sha256=digest)
        return self._copy(source)

    def _copy(self, source: BinaryIO) -> Blob:
        digest = hashlib.sha256()
        size = 0
        waiting = self._place(secrets.token_hex(12))
        with waiting.open("wb") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        path = waiting.rename(self._place(digest.hexdigest()))
        return Blob(path=path, size=size, sha256=digest.hexdigest())

    def _place(self, name: str) -> Path:
        return self._folder / name

    def register(
        self,
        kind: FileKind,
        blob: Blob,
        *,
        file_name: str | None = None,
        mime_type: str | None = None,
        width: int = 0,
        height: int = 0,
    ) -> StoredFile:
        """Give a blob an id of its own."""
        number = next(self._numbers)
        suffix = Path(file_name).suffix if file_name else ".jpg"
        stored = StoredFile(
            file_id=_ID_PREFIX[kind] + secrets.token_urlsafe(24),
            file_unique_id="AQAD" + secrets.token_urlsafe(8),
            kind=kind,
            blob=blob,
            file_path=f"{_FOLDER[kind]}/file_{number}{suffix}",
            file_name=file_name,
            mime_type=mime_type,
            width=width,
            height=height,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.file_path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """Look a file up by its id."""
        return self._by_id.get(file_id)

    def at_path(self, file_path: str) -> StoredFile | None:
        """Look a file up by the path that getFile told."""
        return self._by_path.get(file_path)
