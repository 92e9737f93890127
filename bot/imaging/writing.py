"""Writes picture files whole or not at all."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PIL import Image

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
PNG_EFFORT = 3  # of 9: a third of the time for a few percent more bytes


def write_bytes(path: Path, data: bytes) -> None:
    """Put these bytes at the path."""
    _atomically(path, lambda file: file.write(data))


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
    image.info = {}  # Pillow writes some of it unasked: profile, comment
    encoded = io.BytesIO()  # a few megabytes at most, and one write instead of many
    image.save(
        encoded,
        "JPEG",
        quality=quality,
        subsampling=0 if full_colour else 2,
        optimize=False,
    )
    _atomically(path, lambda file: file.write(encoded.getbuffer()))


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
