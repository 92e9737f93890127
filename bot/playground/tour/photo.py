"""The photo that the tour enlarges: the user's own, or the sample."""

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from bot.playground.botapi.photos import MAX_PHOTO_BYTES, MAX_RATIO, MAX_SIDE_SUM
from bot.playground.tour.troubles import CannotStart

_SAMPLE = "coffee.jpg"
_MAX_FILE = 20_000_000  # bytes; what a bot can fetch (Bot API, getFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture file, and how a Telegram client would send it.

    Attributes:
        size: width and height, pixels.
        fits: whether it can go as a photo; else it goes as a file.
    """

    name: str
    data: bytes
    size: tuple[int, int]
    fits: bool


def read_photo(path: Path | None) -> Photo:
    """Read the user's photo; without one, the sample.

    Raises:
        CannotStart: it cannot be read, is no picture, or is too big for a bot.
    """
    try:
        data = path.read_bytes() if path else _sample()
        size = picture_size(data)
    except UnidentifiedImageError:
        raise CannotStart(
            f"{path}: is no picture; give a JPEG, PNG or WebP file"
        ) from None
    except (OSError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotStart(f"{path}: cannot be read: {reason}") from error
    if len(data) > _MAX_FILE:
        raise CannotStart(
            f"{path}: is over 20 MB, more than Telegram lets a bot fetch; give a smaller one"
        )
    name = path.name if path else _SAMPLE
    return Photo(name=name, data=data, size=size, fits=_fits(size, len(data)))


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height, from the header.

    Raises:
        OSError, DecompressionBombError: it is no picture, or one that is better left alone.
    """
    with Image.open(BytesIO(data)) as image:
        return image.size


def _sample() -> bytes:
    return (files("bot.playground") / "samples" / _SAMPLE).read_bytes()


def _fits(size: tuple[int, int], weight: int) -> bool:
    is_slim = max(size) > MAX_RATIO * min(size)
    return weight <= MAX_PHOTO_BYTES and sum(size) <= MAX_SIDE_SUM and not is_slim
