"""Photos as Telegram keeps them: checked, and recompressed into a few sizes."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.botapi.errors import violation
from bot.playground.botapi.files import Blob, FileStore, StoredFile

MAX_PHOTO_BYTES = 10 * 1024 * 1024  # Bot API, sendPhoto
MAX_SIDE_SUM = 10_000  # Bot API, sendPhoto: width and height together
MAX_RATIO = 20  # Bot API, sendPhoto
_LARGEST_SIDE = 1280
_THUMBNAIL_SIDES = (90, 320)
_QUALITY = 87


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rendering:
    data: bytes
    width: int
    height: int


def make_photo(
    store: FileStore, blob: Blob, *, recompress: bool
) -> tuple[StoredFile, ...]:
    """Store a photo's sizes, smallest first; blocking, so run it in a thread.

    With ``recompress`` off the one size is the file as it came, and only its header
    is read.

    Raises:
        Violation: Too many bytes, impossible dimensions, or not a picture.
    """
    if blob.size > MAX_PHOTO_BYTES:
        raise violation(
            f"file of size {blob.size} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    width, height = measure(blob.path)
    if width + height > MAX_SIDE_SUM or max(width, height) > MAX_RATIO * min(
        width, height
    ):
        raise violation("PHOTO_INVALID_DIMENSIONS")
    if not recompress:
        return (store.register("photo", blob, width=width, height=height),)
    return tuple(
        store.register(
            "photo", store.keep(made.data), width=made.width, height=made.height
        )
        for made in _render(blob.path)
    )


def make_thumbnail(store: FileStore, blob: Blob) -> StoredFile | None:
    """Store a document's preview, or nothing when it is no picture; blocking."""
    try:
        with Image.open(blob.path) as image:
            image.draft("RGB", (320, 320))
            small = _fitted(_flat(image), 320)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    made = _encoded(small)
    return store.register(
        "thumbnail", store.keep(made.data), width=made.width, height=made.height
    )


def measure(path: Path) -> tuple[int, int]:
    """Read width and height from a picture's header.

    Raises:
        Violation: It is not a picture.
    """
    try:
        with Image.open(path) as image:
            return image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise violation("IMAGE_PROCESS_FAILED") from error


def _render(path: Path) -> list[_Rendering]:
    try:
        with Image.open(path) as image:
            image.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
            full = _fitted(_flat(image), _LARGEST_SIDE)
    except (OSError, ValueError, SyntaxError) as error:
        raise violation("IMAGE_PROCESS_FAILED") from error
    thumbnails = [side for side in _THUMBNAIL_SIDES if side < max(full.size)]
    return [*(_encoded(_fitted(full, side)) for side in thumbnails), _encoded(full)]


def _flat(image: Image.Image) -> Image.Image:
    """Decode for real, upright, on white where it was transparent."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return upright.convert("RGB")


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC)


def _encoded(image: Image.Image) -> _Rendering:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return _Rendering(data=buffer.getvalue(), width=image.width, height=image.height)
