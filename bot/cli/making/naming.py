"""Names of written pictures: told by what was asked, never one that is taken."""

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bot.domain.recipe import Recipe
from bot.services.spool import SUFFIXES
from providers.base import Operation

LONGEST = 48  # characters of a prompt in a name


def stem_of(recipe: Recipe, file: Path | None) -> str:
    """What the files of an order are called, without number and suffix."""
    if file is None:
        words = re.sub(r"\W+", "-", recipe.prompt.lower()).strip("-_")
        return words[:LONGEST].rstrip("-_") or "picture"
    if recipe.operation is Operation.UPSCALE:
        scale = f"{recipe.scale}x" if recipe.scale else "enlarged"
        return f"{file.stem}-{scale}"
    return f"{file.stem}-edited"


def put_in_place(arrival: Path, folder: Path, stem: str, media_type: str) -> Path:
    """Give a whole file in the same file system its name: all at once, over no other file."""
    suffix = SUFFIXES.get(media_type, ".bin")
    arrival.chmod(0o666 & ~_umask())  # temporary files are the owner's alone
    for name in _names(stem, suffix):
        path = folder / name
        try:
            path.hardlink_to(arrival)
        except FileExistsError:
            continue
        except OSError:
            # A file system without links: the look and the rename are two steps.
            if path.exists():
                continue
            arrival.replace(path)
        return path
    raise AssertionError("there is always another number")


def _umask() -> int:
    """What the user lets others do with new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _names(stem: str, suffix: str) -> Iterator[str]:
    yield f"{stem}{suffix}"
    for number in count(2):
        yield f"{stem}-{number}{suffix}"
