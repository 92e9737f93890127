"""Files on their way to Telegram, streamed from disk while a slot is held."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import BinaryIO, TypedDict

from telegram import InputFile

from bot.domain.job import Job
from bot.services.small_files import read_small
from bot.services.values import Picture
from providers.base import Operation

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
    "image/avif": ".avif",
}


class TimeOuts(TypedDict):
    """PTB's time-outs of one call, in seconds."""

    read_timeout: float
    write_timeout: float
    connect_timeout: float


# 50 MB over a home line take minutes; Telegram then looks at the picture before it answers.
PATIENT: TimeOuts = {
    "read_timeout": 180.0,
    "write_timeout": 300.0,
    "connect_timeout": 15.0,
}


@asynccontextmanager
async def upload(source: Path | str, name: str) -> AsyncIterator[InputFile | str]:
    """A file that PTB streams, not in memory at any time; Telegram's own name stays as it is."""
    async with uploads([(source, name)]) as (file,):
        yield file


@asynccontextmanager
async def uploads(
    sources: Sequence[tuple[Path | str, str]],
) -> AsyncIterator[list[InputFile | str]]:
    """Several files at once, for an album: opened in one trip to a thread, closed in another."""
    paths = [source for source, _ in sources if isinstance(source, Path)]
    stack, has_handles = ExitStack(), bool(paths)
    try:
        opened = await asyncio.to_thread(_open, paths, stack) if paths else []
        has_handles = not all(isinstance(content, bytes) for content in opened)
        contents = iter(opened)
        yield [
            _input_file(next(contents), name) if isinstance(source, Path) else source
            for source, name in sources
        ]
    finally:
        if has_handles:
            await asyncio.to_thread(stack.close)


def _open(paths: Sequence[Path], stack: ExitStack) -> list[bytes | BinaryIO]:
    """Small ones are read while we are at it: they are not worth a trip of their own."""
    contents: list[bytes | BinaryIO] = []
    for path in paths:
        small = read_small(path)
        if small is None:
            contents.append(stack.enter_context(path.open("rb")))
        else:
            contents.append(small)
    return contents


def _input_file(content: bytes | BinaryIO, name: str) -> InputFile:
    return InputFile(content, filename=name, attach=True, read_file_handle=False)


def file_name(job: Job | None, picture: Picture) -> str:
    """A name that tells a person what the file is."""
    suffix = SUFFIXES.get(picture.media_type, ".img")
    kind = "picture"
    if job is not None and job.recipe.operation is Operation.UPSCALE:
        kind = f"enlarged-{job.recipe.scale or 2}x"
    return f"{kind}-{picture.job_id}-{picture.number}{suffix}"
