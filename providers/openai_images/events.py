"""A streamed answer, event by event: coarse pictures on the way, the result at the end (contracts 4.4)."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from providers.base import Preview, PreviewSink
from providers.openai_images.base64_pictures import decode

MAX_EVENT = (
    32_000_000  # bytes; a picture of four megapixels in base64 is a third of that
)


class EventReader:
    """Cuts a `text/event-stream` into the data of its events, whatever the chunks are.

    An event over the cap is dropped: its bytes are not kept.
    """

    def __init__(self, max_event: int = MAX_EVENT) -> None:
        self._max_event = max_event
        self._line = bytearray()
        self._data: list[bytes] = []
        self._size = 0  # of the event so far, the unfinished line included

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The data of the events that this chunk completes."""
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            self._keep(end)
            yield from self._end_line()
        self._keep(rest)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= self._max_event:
            self._line += part

    def _end_line(self) -> Iterator[bytes]:
        line = bytes(self._line).removesuffix(b"\r")
        self._line.clear()
        if line.startswith(b"data:"):
            self._data.append(line[len(b"data:") :].strip())
        elif not line:
            if self._data and self._size <= self._max_event:
                yield b"\n".join(self._data)
            self._data, self._size = [], 0


class StreamListener:
    """Listens to an answer while it comes: shows what is coarse, keeps what is final.

    Attributes:
        results: the completed events, each one picture.
        error: of the event that ended the stream in its place.
    """

    def __init__(self, preview: PreviewSink) -> None:
        self._preview = preview
        self._reader = EventReader()
        self.results: list[dict[str, Any]] = []
        self.error: dict[str, Any] | None = None

    async def __call__(self, chunk: bytes) -> None:
        """Take the next part of the body."""
        for data in self._reader.feed(chunk):
            await self._take(data)

    async def _take(self, data: bytes) -> None:
        event = await asyncio.to_thread(_parsed, data)
        kind = str(event.get("type", ""))
        if kind.endswith(".partial_image"):
            if self.results:
                return  # the final picture may come first
            picture = await asyncio.to_thread(decode, event.get("b64_json"))
            if picture:
                number = event.get("partial_image_index")
                number = number if isinstance(number, int) else 0
                self._preview(Preview(number=number, data=picture))
        elif kind.endswith(".completed"):
            self.results.append(event)
        elif kind == "error" or "error" in event:
            error = event.get("error")
            self.error = error if isinstance(error, dict) else event


def _parsed(data: bytes) -> dict[str, Any]:
    """An event; what is none, such as a relay's closing `[DONE]`, is empty."""
    try:
        event = json.loads(data)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
