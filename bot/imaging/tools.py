"""Pillow behind the port: every call runs on a thread of a small pool of its own."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from typing_extensions import override

from bot.domain.errors import Refused
from bot.imaging.cleaning import clean
from bot.imaging.comparing import compare
from bot.imaging.contact_sheet import contact_sheet
from bot.imaging.fitting import fit
from bot.imaging.measuring import inspect
from bot.imaging.opening import RESULTS, PictureLimits
from bot.imaging.previews import preview, previews
from bot.services.ports import PictureTools
from bot.services.values import PictureFacts
from providers.base import SourcePicture

P = ParamSpec("P")
T = TypeVar("T")


class PillowTools(PictureTools):
    """The pool is small on purpose: it is what bounds the memory of decoded pictures.

    A picture of 100 megapixels takes 300 MB while it is rewritten; two at once are bearable.
    """

    def __init__(
        self, *, limits: PictureLimits | None = None, threads: int = 2
    ) -> None:
        self._limits = limits or PictureLimits()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="imaging")

    @override
    async def clean(self, source: Path, destination: Path) -> SourcePicture:
        return await self._run(clean, source, destination, self._limits)

    @override
    async def fit(
        self, picture: SourcePicture, *, max_bytes: int, max_side: int
    ) -> SourcePicture:
        return await self._run(
            fit, picture, max_bytes=max_bytes, max_side=max_side, limits=RESULTS
        )

    @override
    async def inspect(
        self, paths: Sequence[Path], *, max_pixels: int
    ) -> list[PictureFacts | Refused]:
        return await self._run(inspect, paths, max_pixels=max_pixels)

    @override
    async def previews(self, paths: Sequence[Path], folder: Path) -> list[Path]:
        return await self._run(previews, paths, folder)

    @override
    async def preview(self, path: Path, folder: Path) -> Path:
        return await self._run(preview, path, folder)

    @override
    async def contact_sheet(self, paths: Sequence[Path], destination: Path) -> Path:
        return await self._run(contact_sheet, paths, destination)

    @override
    async def compare(
        self, before: Path, after: Path, numbers: tuple[int, int], destination: Path
    ) -> Path:
        return await self._run(compare, before, after, numbers, destination)

    def close(self) -> None:
        """Let go of the threads; what has begun is finished, what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(work, *args, **kwargs))
