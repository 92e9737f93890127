"""Request bodies read from disk while they are sent."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

CHUNK = 256 * 1024


class FileBody:
    """A file as a request body: never whole in memory, and readable again for a repeat.

    Give its `headers` along, so that the body is sent with a length and not in chunks.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    @property
    def headers(self) -> dict[str, str]:
        """The length of the body in bytes."""
        return {"Content-Length": str(self.size)}

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with await asyncio.to_thread(self._path.open, "rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk


class HandleBody:
    """The same of a file that somebody else has opened, and will close; read from its beginning."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self.size = os.fstat(handle.fileno()).st_size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        while sent < self.size:
            chunk = await asyncio.to_thread(self._read, sent)
            if not chunk:  # cut off meanwhile: the length that was promised is missed
                return
            sent += len(chunk)
            yield chunk

    def _read(self, begin: int) -> bytes:
        if begin == 0:
            self._handle.seek(0)  # a refused call is made again with the same file
        return self._handle.read(CHUNK)
