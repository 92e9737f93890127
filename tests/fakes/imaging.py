"""Picture tools that look at headers and copy bytes, for tests that are about something else."""

import asyncio
import io
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from typing_extensions import override

from bot.domain.errors import Refused
from bot.services.ports import PictureTools
from bot.services.values import PictureFacts
from providers.base import SourcePicture

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}
PHOTO_SIDES = 10_000  # Bot API sendPhoto: width and height together


def picture_bytes(
    width: int = 64,
    height: int = 48,
    *,
    kind: str = "PNG",
    colour: str = "teal",
    mode: str = "RGB",
) -> bytes:
    """A real one-colour picture; `kind` and `mode` are Pillow's names of format and bands."""
    file = io.BytesIO()
    Image.new(mode, (width, height), colour).save(file, kind)
    return file.getvalue()


class FakePictureTools(PictureTools):
    """Keeps the port's promises for JPEG, PNG and WebP with as little work as can be.

    Attributes:
        refuse_next: code of the refusal that the next `clean` raises.
    """

    def __init__(self, *, max_pixels: int = 100_000_000) -> None:
        self.max_pixels = max_pixels
        self.refuse_next: str | None = None
        self._numbers = count(1)

    @override
    async def clean(self, source: Path, destination: Path) -> SourcePicture:
        if self.refuse_next is not None:
            code, self.refuse_next = self.refuse_next, None
            raise Refused(code=code)
        return await asyncio.to_thread(self._clean, source, destination)

    @override
    async def fit(
        self, picture: SourcePicture, *, max_bytes: int, max_side: int
    ) -> SourcePicture:
        factor = min(1.0, max_side / max(picture.width, picture.height))
        if factor >= 1 and picture.size <= max_bytes:
            return picture
        return await asyncio.to_thread(self._fit, picture, max_bytes, factor)

    @override
    async def inspect(
        self, paths: Sequence[Path], *, max_pixels: int
    ) -> list[PictureFacts | Refused]:
        return [await asyncio.to_thread(_facts, path, max_pixels) for path in paths]

    @override
    async def preview(self, path: Path, folder: Path) -> Path:
        kind, width, height = await asyncio.to_thread(_read, path)
        if kind != "WEBP" and width + height <= PHOTO_SIDES:
            return path
        name = f"preview-{path.stem}-{next(self._numbers)}.jpg"
        return await asyncio.to_thread(_put_jpeg, folder / name)

    @override
    async def previews(self, paths: Sequence[Path], folder: Path) -> list[Path]:
        return [await self._preview_or_itself(path, folder) for path in paths]

    @override
    async def contact_sheet(self, paths: Sequence[Path], destination: Path) -> Path:
        target = destination.with_suffix(".jpg")
        target.write_bytes(picture_bytes(64 * len(paths), 64, kind="JPEG"))
        return target

    @override
    async def compare(
        self, before: Path, after: Path, numbers: tuple[int, int], destination: Path
    ) -> Path:
        _, width, height = await asyncio.to_thread(_read, after)
        await asyncio.to_thread(_read, before)
        target = destination.with_suffix(".jpg")
        target.write_bytes(picture_bytes(width, height, kind="JPEG"))
        return target

    async def _preview_or_itself(self, path: Path, folder: Path) -> Path:
        try:
            return await self.preview(path, folder)
        except Refused:
            return path

    def _clean(self, source: Path, destination: Path) -> SourcePicture:
        kind, width, height = _header(source.read_bytes())
        if width * height > self.max_pixels:
            raise Refused(code="picture_too_large")
        if ENDS.get(kind, b"") not in source.read_bytes():
            raise Refused(code="picture_broken")
        path = destination.with_suffix(SUFFIXES[kind])
        shutil.copyfile(source, path)
        return SourcePicture(
            path=path,
            media_type=f"image/{kind.lower()}",
            width=width,
            height=height,
            size=path.stat().st_size,
            was_jpeg=kind == "JPEG",
        )

    def _fit(
        self, picture: SourcePicture, max_bytes: int, factor: float
    ) -> SourcePicture:
        width = max(1, int(picture.width * factor))
        height = max(1, int(picture.height * factor))
        path = picture.path.with_name(f"{picture.path.stem}-fit.jpg")
        path.write_bytes(picture_bytes(width, height, kind="JPEG")[:max_bytes])
        return replace(
            picture,
            path=path,
            media_type="image/jpeg",
            width=width,
            height=height,
            size=path.stat().st_size,
        )


def _put_jpeg(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture_bytes(64, 64, kind="JPEG"))
    return path


def _facts(path: Path, max_pixels: int) -> PictureFacts | Refused:
    try:
        kind, width, height = _read(path)
    except Refused as refusal:
        return refusal
    if width * height > max_pixels:
        return Refused(code="picture_too_large")
    return PictureFacts(
        media_type=f"image/{kind.lower()}",
        width=width,
        height=height,
        size=path.stat().st_size,
        has_alpha=_has_alpha(path),
    )


def _read(path: Path) -> tuple[str, int, int]:
    return _header(path.read_bytes())


def _has_alpha(path: Path) -> bool:
    try:
        with Image.open(path, formats=tuple(SUFFIXES)) as image:
            return image.convert("RGBA").getchannel("A").getextrema() != (255, 255)
    except OSError:
        return False


def _header(data: bytes) -> tuple[str, int, int]:
    try:
        with Image.open(io.BytesIO(data), formats=tuple(SUFFIXES)) as image:
            return str(image.format), image.width, image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(code="picture_too_large") from error
    except (UnidentifiedImageError, OSError) as error:
        raise Refused(code="not_a_picture") from error
