"""Makes a stranger's picture fit to travel: first frame, upright, sRGB, nothing but pixels."""

from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from bot.imaging.colours import has_alpha_band, is_opaque, is_srgb, to_srgb
from bot.imaging.opening import PictureLimits, decoded
from bot.imaging.stripping import strip_jpeg, strip_png
from bot.imaging.writing import SUFFIXES, write_bytes, write_jpeg, write_png
from providers.base import SourcePicture

JPEG = "image/jpeg"
PNG = "image/png"
QUALITY = 95
_UPRIGHT = (0, 1)  # values of EXIF's Orientation that ask for nothing
_WEBP_HEAD = 1024  # bytes: VP8X, ICCP and ALPH may stand before the frame's own chunk
_CHECK = 8  # a JPEG is decoded at an eighth to see that it is whole


def clean(source: Path, destination: Path, limits: PictureLimits) -> SourcePicture:
    """Check and rewrite a picture; the suffix of `destination` follows the type.

    Raises:
        Refused: as `decoded`.
    """
    with decoded(source, limits) as image:
        was_jpeg = _is_lossy(image, source)
        if image.format in ("JPEG", "MPO") and _may_keep_jpeg(image):
            return _keep_jpeg(image, source, destination)
        is_kept_png = image.format == "PNG" and _may_keep_png(image)
        image.load()
        upright = ImageOps.exif_transpose(image)
        if is_kept_png and not (has_alpha_band(upright) and is_opaque(upright)):
            path = destination.with_suffix(SUFFIXES[PNG])
            write_bytes(path, strip_png(source.read_bytes()))
            return _described(path, upright, PNG, was_jpeg=False)
        return _rewrite(to_srgb(upright), destination, was_jpeg=was_jpeg)


def _may_keep_jpeg(image: Image.Image) -> bool:
    return image.mode in ("L", "RGB") and _is_upright(image) and is_srgb(image)


def _may_keep_png(image: Image.Image) -> bool:
    """Only plain eight-bit colour: the rest is made plain by rewriting it."""
    is_plain = image.mode in ("RGB", "RGBA") and "transparency" not in image.info
    return is_plain and not _is_deep(image) and _is_upright(image) and is_srgb(image)


def _is_deep(image: Image.Image) -> bool:
    """Sixteen bits a channel, which Pillow shows as eight."""
    return any("16" in str(tile[3]) for tile in getattr(image, "tile", ()))


def _is_upright(image: Image.Image) -> bool:
    return image.getexif().get(ExifTags.Base.Orientation, 1) in _UPRIGHT


def _keep_jpeg(image: Image.Image, source: Path, destination: Path) -> SourcePicture:
    """The user's own scans: nothing is lost, and a phone's photo costs milliseconds."""
    width, height = image.size
    image.draft(image.mode, (max(1, width // _CHECK), max(1, height // _CHECK)))
    image.load()  # walks through all coded pixels, so a torn file is found
    path = destination.with_suffix(SUFFIXES[JPEG])
    write_bytes(path, strip_jpeg(source.read_bytes()))
    return SourcePicture(
        path=path,
        media_type=JPEG,
        width=width,
        height=height,
        size=path.stat().st_size,
        was_jpeg=True,
    )


def _rewrite(image: Image.Image, destination: Path, *, was_jpeg: bool) -> SourcePicture:
    media_type = JPEG if was_jpeg and image.mode == "RGB" else PNG
    path = destination.with_suffix(SUFFIXES[media_type])
    if media_type == JPEG:
        write_jpeg(image, path, quality=QUALITY, full_colour=True)
    else:
        write_png(image, path)
    return _described(path, image, media_type, was_jpeg=was_jpeg)


def _described(
    path: Path, image: Image.Image, media_type: str, *, was_jpeg: bool
) -> SourcePicture:
    return SourcePicture(
        path=path,
        media_type=media_type,
        width=image.width,
        height=image.height,
        size=path.stat().st_size,
        has_alpha=has_alpha_band(image),
        was_jpeg=was_jpeg,
    )


def _is_lossy(image: Image.Image, source: Path) -> bool:
    """Did the user's file throw detail away, as JPEG does?"""
    if image.format == "WEBP":
        with source.open("rb") as file:
            return b"VP8L" not in file.read(_WEBP_HEAD)
    if image.format == "TIFF":
        return image.info.get("compression") == "jpeg"
    return image.format in ("JPEG", "MPO", "HEIF")
