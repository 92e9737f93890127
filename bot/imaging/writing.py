"""Writes picture files whole or not at all."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from typing_extensions import Buffer

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
PNG_EFFORT = 3  # of 9: a third of the time for a few percent more bytes


def write_bytes(path: Path, data: bytes) -> None:
    """Put these bytes at the path."""
    _atomically(path, lambda file: file.write(data))


def write_new(path: Path, data: Buffer) -> None:
    """The same under a name that nobody else knows yet: it need not be moved there."""
    try:
        path.write_bytes(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def write_jpeg(
    image: Image.Image, path: Path, *, quality: int, full_colour: bool
) -> None:
    """An RGB or L picture as JPEG without metadata.

    Args:
        image: the pixels.
        path: where to.
        quality: 1..95.
        full_colour: keep the colours of each pixel (4:4:4) instead of those of four.
    """
    encoded = encode_jpeg(image, quality=quality, full_colour=full_colour)
    _atomically(path, lambda file: file.write(encoded))


def encode_jpeg(image: Image.Image, *, quality: int, full_colour: bool) -> memoryview:
    """The same in memory: a few megabytes at most, and one write instead of many."""
    image.info = {}  # Pillow writes some of it unasked: profile, comment
    encoded = io.BytesIO()
    image.save(
        encoded,
        "JPEG",
        quality=quality,
        subsampling=0 if full_colour else 2,
        optimize=False,
    )
    return encoded.getbuffer()


def write_png(image: Image.Image, path: Path) -> None:
    """An RGB or RGBA picture as PNG without metadata."""
    image.info = {}  # Pillow writes some of it unasked: profile, comment
    _atomically(path, lambda file: image.save(file, "PNG", compress_level=PNG_EFFORT))


def _atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            write(file)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        raise
