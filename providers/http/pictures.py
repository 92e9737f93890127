"""Format and size of a picture from its first bytes, without decoding it.

Formats as their public specifications describe them: PNG (ISO 15948), JPEG (ITU T.81), WebP
container (RFC 9649), GIF89a.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_TAIL = 64 * 1024  # some cameras append data after the end mark
_JPEG_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What the header of a picture says."""

    media_type: str
    width: int  # pixels
    height: int

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height


def read_picture_facts(path: Path) -> PictureFacts | None:
    """Read a file's format and size; None when it is no whole PNG, JPEG, WebP or GIF.

    Blocks on the disk: call it in a thread.
    """
    with path.open("rb") as file:
        return read_facts(file)


def read_facts(file: BinaryIO) -> PictureFacts | None:
    """The same of an open file, or of bytes in memory, from its beginning."""
    magic = file.read(32)
    for starts, media_type, read_size in _READERS:
        if starts(magic):
            return _facts(media_type, read_size(file, magic), file)
    return None


def _facts(
    media_type: str, size: tuple[int, int] | None, file: BinaryIO
) -> PictureFacts | None:
    if size is None or not all(size) or not _is_whole(media_type, file):
        return None
    return PictureFacts(media_type=media_type, width=size[0], height=size[1])


def _is_whole(media_type: str, file: BinaryIO) -> bool:
    """Is the end of the picture there? A line that broke may leave a valid head."""
    length = file.seek(0, os.SEEK_END)
    if media_type == "image/webp":
        file.seek(4)
        return (
            int.from_bytes(file.read(4), "little") + 8 <= length + 1
        )  # odd sizes are padded
    file.seek(max(0, length - _TAIL))
    end = {"image/png": b"IEND", "image/jpeg": b"\xff\xd9"}.get(media_type, b";")
    return end in file.read()


def _png_size(_file: BinaryIO, magic: bytes) -> tuple[int, int] | None:
    if magic[12:16] != b"IHDR":
        return None
    return int.from_bytes(magic[16:20]), int.from_bytes(magic[20:24])


def _gif_size(_file: BinaryIO, magic: bytes) -> tuple[int, int]:
    return int.from_bytes(magic[6:8], "little"), int.from_bytes(magic[8:10], "little")


def _webp_size(_file: BinaryIO, magic: bytes) -> tuple[int, int] | None:
    match magic[12:16]:
        case b"VP8X":
            return (
                int.from_bytes(magic[24:27], "little") + 1,
                int.from_bytes(magic[27:30], "little") + 1,
            )
        case b"VP8L" if magic[20:21] == b"\x2f":
            bits = int.from_bytes(magic[21:25], "little")
            return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
        case b"VP8 " if magic[23:26] == b"\x9d\x01\x2a":
            return (
                int.from_bytes(magic[26:28], "little") & 0x3FFF,
                int.from_bytes(magic[28:30], "little") & 0x3FFF,
            )
        case _:
            return None


def _jpeg_size(file: BinaryIO, _magic: bytes) -> tuple[int, int] | None:
    """Walk from marker to marker until the frame header."""
    file.seek(2)
    while file.read(1) == b"\xff":
        while (code := file.read(1)) == b"\xff":
            continue  # fill bytes
        if not code:
            return None
        if code[0] in _JPEG_STANDALONE:
            continue
        length = int.from_bytes(file.read(2))
        if code[0] in _JPEG_FRAMES:
            frame = file.read(5)
            return int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])
        if length < 2:  # noqa: PLR2004 - a segment's length counts its own two bytes
            return None
        file.seek(length - 2, os.SEEK_CUR)
    return None


_Reader = Callable[[BinaryIO, bytes], tuple[int, int] | None]
_READERS: tuple[tuple[Callable[[bytes], bool], str, _Reader], ...] = (
    (lambda magic: magic.startswith(PNG_MAGIC), "image/png", _png_size),
    (lambda magic: magic.startswith(b"\xff\xd8\xff"), "image/jpeg", _jpeg_size),
    (
        lambda magic: magic.startswith(b"RIFF") and magic[8:12] == b"WEBP",
        "image/webp",
        _webp_size,
    ),
    (lambda magic: magic[:6] in {b"GIF87a", b"GIF89a"}, "image/gif", _gif_size),
)
