"""Request bodies read from disk while they are sent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

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
