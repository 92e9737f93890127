"""Multipart forms (RFC 7578) whose files are read from disk while they are sent."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from providers.http.uploads import FileBody, HandleBody

_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A field; its media type is named only where the service wants it."""

    name: str
    text: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A picture. The service never learns how the file is called here."""

    name: str
    path: Path
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPart:
    """A file that is open already, or in memory, under the name that the service shall show."""

    name: str
    file_name: str
    source: bytes | IO[bytes]
    media_type: str


Part = TextPart | FilePart | UploadPart


class Form:
    """A request body: never whole in memory, sent with its `headers` so that it has a length."""

    def __init__(self, *parts: Part) -> None:
        self._boundary = uuid.uuid4().hex
        self._pieces: list[bytes | FileBody | HandleBody] = []
        for part in parts:
            self._pieces.append(self._head(part))
            self._pieces.append(_body(part))
            self._pieces.append(b"\r\n")
        self._pieces.append(f"--{self._boundary}--\r\n".encode())

    @property
    def headers(self) -> dict[str, str]:
        """Type and length of the body."""
        length = sum(
            len(piece) if isinstance(piece, bytes) else piece.size
            for piece in self._pieces
        )
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(length),
        }

    def in_memory(self) -> bytes | None:
        """The whole body, where nothing of it lies on the disk."""
        pieces = [piece for piece in self._pieces if isinstance(piece, bytes)]
        return b"".join(pieces) if len(pieces) == len(self._pieces) else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                async for chunk in piece:
                    yield chunk

    def _head(self, part: Part) -> bytes:
        lines = [f"--{self._boundary}"]
        disposition = f'Content-Disposition: form-data; name="{part.name}"'
        if isinstance(part, FilePart):
            suffix = _SUFFIXES.get(part.media_type, "bin")
            disposition += f'; filename="picture.{suffix}"'
        if isinstance(part, UploadPart):
            disposition += f'; filename="{_quoted(part.file_name)}"'
        lines.append(disposition)
        if part.media_type is not None:
            lines.append(f"Content-Type: {part.media_type}")
        return "\r\n".join([*lines, "", ""]).encode()


def _body(part: Part) -> bytes | FileBody | HandleBody:
    match part:
        case TextPart():
            return part.text.encode()
        case FilePart():
            return FileBody(part.path)
        case _ if isinstance(part.source, bytes):
            return part.source
        case _:
            return HandleBody(part.source)


def _quoted(name: str) -> str:
    """As browsers write it (HTML, multipart form data): nothing ends the header early."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
