"""Makes what `sendPhoto` takes out of any result."""

from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from PIL import ExifTags, Image

from bot.domain.errors import Refused
from bot.imaging.colours import has_alpha_band
from bot.imaging.opening import RESULTS, decoded
from bot.imaging.shrinking import GROUND, shrunk
from bot.imaging.writing import encode_jpeg, write_new

# Bot API sendPhoto: 10 MB, width and height together at most 10000, ratio at most 20.
MAX_BYTES = 10_000_000
MAX_SIDES = 10_000
MAX_RATIO = 20
PREVIEW_SIDE = 2560  # pixels; Telegram shows no more of a photo
QUALITY = 90


def preview(path: Path, folder: Path) -> Path:
    """The picture itself when it is a JPEG or PNG that Telegram takes, else a JPEG in the folder.

    Raises:
        Refused: it cannot be read.
    """
    small = _shown(path)
    if small is None:
        return path
    # Several may be at it at once, and each removes their own when it is sent.
    target = folder / f"preview-{path.stem}-{token_hex(8)}.jpg"
    encoded = encode_jpeg(small, quality=QUALITY, full_colour=False)
    try:
        write_new(target, encoded)
    except FileNotFoundError:  # the first one of all
        folder.mkdir(parents=True, exist_ok=True)
        write_new(target, encoded)
    return target


def _shown(path: Path) -> Image.Image | None:
    """As Telegram shows it; None when it may go as it is. What was decoded for it ends here."""
    with decoded(path, RESULTS) as image:
        if _is_taken(image, path):
            return None
        return padded(shrunk(image, (PREVIEW_SIDE, PREVIEW_SIDE)))


def previews(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The same of several; what cannot be read stays as it is."""
    return [_preview_or_itself(path, folder) for path in paths]


def _preview_or_itself(path: Path, folder: Path) -> Path:
    try:
        return preview(path, folder)
    except Refused:
        return path


def padded(image: Image.Image) -> Image.Image:
    """With a neutral border where it is too narrow for a photo."""
    width, height = image.size
    size = (max(width, -(-height // MAX_RATIO)), max(height, -(-width // MAX_RATIO)))
    if size == image.size:
        return image
    ground = Image.new("RGB", size, GROUND)
    ground.paste(image, ((size[0] - width) // 2, (size[1] - height) // 2))
    return ground


def _is_taken(image: Image.Image, path: Path) -> bool:
    width, height = image.size
    is_plain = (
        image.format in ("JPEG", "PNG")
        and image.mode in ("L", "RGB")
        and not has_alpha_band(image)
        and image.getexif().get(ExifTags.Base.Orientation, 1) == 1
    )
    return (
        is_plain
        and width + height <= MAX_SIDES
        and max(width, height) <= MAX_RATIO * min(width, height)
        and path.stat().st_size <= MAX_BYTES
    )
