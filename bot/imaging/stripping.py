"""Takes everything but the picture out of JPEG and PNG bytes, without touching a pixel."""

import re
import struct

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP_JFIF, _APP_ADOBE, _APP_LAST, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
_PNG_HEAD = 8  # bytes of PNG's signature
_PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def strip_jpeg(data: bytes) -> bytes:
    """The same scans without comments, application segments, previews and what trails the end.

    JFIF (version and density) and Adobe (which colour transform) stay: decoders need them.

    Raises:
        ValueError: the segments cannot be followed to the end.
    """
    kept = [b"\xff\xd8"]
    at = 2
    while True:
        found = _MARKER.match(data, at)
        if found is None:
            raise ValueError("a segment of the JPEG is missing")
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        end = at + _length(data, at)
        if marker == _SOS:  # coded pixels follow, up to the next marker
            following = _MARKER.search(data, end)
            if following is None:
                raise ValueError("the JPEG has no end")
            end = following.start()
        if _stays(marker, data[at + 2 : end]):
            kept.append(bytes((0xFF, marker)) + data[at:end])
        at = end


def strip_png(data: bytes) -> bytes:
    """The same pixels without texts, times, EXIF, profiles, animation and what trails the end.

    Raises:
        ValueError: the chunks cannot be followed to the end.
    """
    kept = [data[:_PNG_HEAD]]
    at = _PNG_HEAD
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if kind in _PNG_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise ValueError("the PNG has no end")


def _length(data: bytes, at: int) -> int:
    """Bytes of the segment, its own two length bytes included."""
    if at + 2 > len(data):
        raise ValueError("a segment of the JPEG is cut off")
    length: int = struct.unpack_from(">H", data, at)[0]
    return max(2, length)


def _stays(marker: int, payload: bytes) -> bool:
    if marker == _APP_JFIF:
        return payload.startswith(b"JFIF\x00")
    if marker == _APP_ADOBE:
        return payload.startswith(b"Adobe")
    return not (_APP_JFIF < marker <= _APP_LAST or marker == _COMMENT)
