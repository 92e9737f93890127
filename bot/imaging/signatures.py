"""What kind of picture a file claims to be, told by its first bytes alone."""

from pathlib import Path

HEAD = 64  # bytes that are enough for every signature below

_TAKEN = (
    (0, b"\xff\xd8\xff"),  # JPEG
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"GIF87a"),
    (0, b"GIF89a"),
    (8, b"WEBP"),
    (0, b"BM"),
    (0, b"II*\x00"),  # TIFF, little and big end first
    (0, b"MM\x00*"),
    (4, b"ftypheic"),
    (4, b"ftypheix"),
    (4, b"ftypmif1"),
    (4, b"ftypmsf1"),
)
_OTHERS = (
    (4, b"ftypavif"),
    (4, b"ftypavis"),
    (4, b"jP  \r\n\x87\n"),  # JPEG 2000
    (0, b"\xffO\xffQ"),
    (0, b"\xff\n"),  # JPEG XL
    (4, b"JXL \r\n\x87\n"),
    (0, b"8BPS"),  # Photoshop
    (0, b"\x00\x00\x01\x00"),  # Windows icon
    (0, b"%PDF-"),
    (0, b"%!PS"),
    (0, b"<svg"),
    (0, b"II\x2b\x00"),  # BigTIFF
    (0, b"MM\x00\x2b"),
)
_SVG = (b"<?xml", b"<svg")


def looks_taken(head: bytes) -> bool:
    """Does the file claim to be of a type that we read?"""
    return _matches(head, _TAKEN)


def looks_like_other_picture(head: bytes) -> bool:
    """Is it a picture, or a drawing, of a type that we do not read?"""
    is_svg = head.lstrip().startswith(_SVG[0]) and b"<svg" in head
    return is_svg or _matches(head, _OTHERS)


def read_head(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD)


def _matches(head: bytes, signatures: tuple[tuple[int, bytes], ...]) -> bool:
    return any(head[at : at + len(mark)] == mark for at, mark in signatures)
