"""Opens strangers' pictures: type, bytes and pixels are checked before anything is decoded."""

import io
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

from bot.domain.errors import Refused
from bot.imaging.signatures import looks_like_other_picture, looks_taken, read_head
from bot.services.small_files import read_small

pillow_heif.register_heif_opener()

# Pillow's own guard stays up for the whole process as the second line behind PictureLimits; it has
# to let pass what the engines may make (120 megapixels), and to refuse instead of to warn.
Image.MAX_IMAGE_PIXELS = 128_000_000
warnings.simplefilter("error", Image.DecompressionBombWarning)

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "HEIF")
TYPES = "JPEG, PNG, WebP, BMP, TIFF, GIF, HEIC"
MEGAPIXEL = 1_000_000
MEGABYTE = 1_000_000
LARGE = 8 * MEGAPIXEL
_one_at_a_time = threading.RLock()
_PIXELS = re.compile(r"\((\d+) pixels\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What a picture may be before it is decoded.

    Attributes:
        max_pixels: width times height; three bytes each once decoded.
        max_side: pixels; WebP's own limit too.
        max_bytes: of the file.
    """

    max_pixels: int = 100 * MEGAPIXEL
    max_side: int = 16_384
    max_bytes: int = 100 * MEGABYTE


RESULTS = PictureLimits(max_pixels=128 * MEGAPIXEL, max_side=65_535, max_bytes=2**31)
"""For pictures that a provider made: its own caps were held while it was fetched."""


@contextmanager
def opened(path: Path, limits: PictureLimits) -> Iterator[Image.Image]:
    """The picture with its header read and its pixels untouched.

    What goes wrong while the caller decodes it inside the block is told as `picture_broken`.

    Raises:
        Refused: `not_a_picture`, `picture_broken`, `picture_too_large`, `picture_type`, `file_too_big`.
    """
    _check_bytes(path, limits)
    with _broken_is_refused(), _open(path) as image:
        _check_pixels(image.width, image.height, limits)
        yield image


@contextmanager
def decoded(path: Path, limits: PictureLimits) -> Iterator[Image.Image]:
    """The same for who will look at pixels: large pictures one at a time, over all threads.

    A WebP of 16 megapixels takes 270 MB while it is decoded: two canvases of libwebp's, the bytes
    that Pillow takes from it, and the picture. After the block the picture has no pixels any more;
    let go of it soon, since its decoder lives as long.
    """
    with opened(path, limits) as image:
        is_large = image.width * image.height > LARGE
        with _one_at_a_time if is_large else nullcontext():
            try:
                yield image
            finally:
                image.close()  # its pixels, before somebody else's turn


def _open(path: Path) -> Image.Image:
    small = read_small(path)
    try:
        return Image.open(path if small is None else io.BytesIO(small), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _unidentified(read_head(path)) from error


def _unidentified(head: bytes) -> Refused:
    if looks_like_other_picture(head):
        return Refused(code="picture_type", args_for_text={"allowed": TYPES})
    if looks_taken(head):
        return Refused(code="picture_broken")
    return Refused(code="not_a_picture", args_for_text={"allowed": TYPES})


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        found = _PIXELS.search(str(error))
        pixels = int(found[1]) if found else Image.MAX_IMAGE_PIXELS or 0
        raise _too_large(pixels, PictureLimits()) from error
    except MemoryError as error:
        raise Refused(code="picture_broken") from error
    except OSError as error:
        if error.errno is not None:  # the disk's fault, not the picture's
            raise
        raise Refused(str(error), code="picture_broken") from error
    except Exception as error:  # decoders raise anything on hostile bytes
        raise Refused(str(error), code="picture_broken") from error


def _check_bytes(path: Path, limits: PictureLimits) -> None:
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise Refused(
            f"{size} bytes",
            code="file_too_big",
            args_for_text={"allowed": limits.max_bytes // MEGABYTE},
        )


def _check_pixels(width: int, height: int, limits: PictureLimits) -> None:
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise _too_large(width * height, limits)


def _too_large(pixels: int, limits: PictureLimits) -> Refused:
    return Refused(
        f"{pixels} pixels",
        code="picture_too_large",
        args_for_text={
            "pixels": round(pixels / MEGAPIXEL),
            "allowed": limits.max_pixels // MEGAPIXEL,
            "side": limits.max_side,
        },
    )
