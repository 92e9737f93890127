"""The photo that the tour enlarges: the user's own, or the sample."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.playground.botapi.photos import MAX_PHOTO_BYTES, MAX_RATIO, MAX_SIDE_SUM
from bot.playground.tour.troubles import CannotStart

_SAMPLE = "coffee.jpg"
_SMALLEST_SIDE = 32  # pixels; below that there is nothing to see
_CLIENT_SIDE, _CLIENT_QUALITY = (
    2560,
    90,
)  # what phones make of photos that are too large


def read_photo(path: Path | None) -> bytes:
    """Read the user's photo as a Telegram client would send it; without one, the sample.

    Raises:
        CannotStart: it cannot be read, is no picture, or has a shape that Telegram refuses.
    """
    if path is None:
        return (files("bot.playground") / "samples" / _SAMPLE).read_bytes()
    try:
        data = path.read_bytes()
        width, height = picture_size(data)
        longer, shorter = max(width, height), min(width, height)
        if shorter < _SMALLEST_SIDE or longer > MAX_RATIO * shorter:
            raise CannotStart(
                f"{path}: is {width}x{height}; each side needs {_SMALLEST_SIDE} pixels, "
                f"and one at most {MAX_RATIO} times the other"
            )
        is_large = len(data) > MAX_PHOTO_BYTES or width + height > MAX_SIDE_SUM
        return _shrunk(data) if is_large else data
    except UnidentifiedImageError:
        raise CannotStart(
            f"{path}: is no picture; give a JPEG, PNG or WebP file"
        ) from None
    except (OSError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotStart(f"{path}: cannot be read: {reason}") from error


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height, from the header.

    Raises:
        OSError, DecompressionBombError: it is no picture, or one that is better left alone.
    """
    with Image.open(BytesIO(data)) as image:
        return image.size


def _shrunk(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as image:
        image.draft("RGB", (_CLIENT_SIDE, _CLIENT_SIDE))
        small = ImageOps.exif_transpose(image).convert("RGB")
    small.thumbnail((_CLIENT_SIDE, _CLIENT_SIDE))
    target = BytesIO()
    small.save(target, "JPEG", quality=_CLIENT_QUALITY)
    return target.getvalue()
