"""Multipart forms (RFC 7578) whose files are read from disk while they are sent."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from providers.http.uploads import FileBody

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


class Form:
    """A request body: never whole in memory, sent with its `headers` so that it has a length."""

    def __init__(self, *parts: TextPart | FilePart) -> None:
        self._boundary = uuid.uuid4().hex
        self._pieces: list[bytes | FileBody] = []
        for part in parts:
            self._pieces.append(self._head(part))
            self._pieces.append(_body(part))
            self._pieces.append(b"\r\n")
        self._pieces.append(f"--{self._boundary}--\r\n".encode())

    @property
    def headers(self) -> dict[str, str]:
        """Type and length of the body."""
        length = sum(
            piece.size if isinstance(piece, FileBody) else len(piece)
            for piece in self._pieces
        )
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(length),
        }

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                async for chunk in piece:
                    yield chunk

    def _head(self, part: TextPart | FilePart) -> bytes:
        lines = [f"--{self._boundary}"]
        disposition = f'Content-Disposition: form-data; name="{part.name}"'
        if isinstance(part, FilePart):
            suffix = _SUFFIXES.get(part.media_type, "bin")
            disposition += f'; filename="picture.{suffix}"'
        lines.append(disposition)
        if part.media_type is not None:
            lines.append(f"Content-Type: {part.media_type}")
        return "\r\n".join([*lines, "", ""]).encode()


def _body(part: TextPart | FilePart) -> bytes | FileBody:
    return FileBody(part.path) if isinstance(part, FilePart) else part.text.encode()
