"""Makes a cleaned picture small enough for a provider: by side first, then by bytes."""

from dataclasses import replace
from pathlib import Path

from PIL import Image

from bot.imaging.opening import PictureLimits, decoded
from bot.imaging.writing import write_jpeg, write_png
from providers.base import SourcePicture

QUALITIES = (95, 90, 85, 80)  # tried in this order before pixels are given up
_SHRINK = 0.8  # of each side, when the worst quality is still too many bytes
_SMALLEST = 16  # pixels of the shorter side


def fit(
    picture: SourcePicture, *, max_bytes: int, max_side: int, limits: PictureLimits
) -> SourcePicture:
    """The picture within the limits; itself when it is already.

    Pictures with transparency stay PNG and give up pixels; the others may become JPEG.
    """
    if picture.size <= max_bytes and max(picture.width, picture.height) <= max_side:
        return picture
    path = picture.path.with_name(
        f"{picture.path.stem}-fit-{max_side}-{max_bytes}.part"
    )
    with decoded(picture.path, limits) as image:
        image.draft(None, (max_side, max_side))
        image.thumbnail(
            (max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=3.0
        )
        return _written(image, picture, path, max_bytes)


def _written(
    image: Image.Image, picture: SourcePicture, path: Path, max_bytes: int
) -> SourcePicture:
    if picture.media_type == "image/png":
        kept = path.with_suffix(".png")
        write_png(image, kept)
        if kept.stat().st_size <= max_bytes:
            return _described(picture, kept, image, "image/png")
        kept.unlink()
    while True:
        small = (
            _as_png(image, picture, path, max_bytes)
            if picture.has_alpha
            else _as_jpeg(image, picture, path, max_bytes)
        )
        if small is not None:
            return small
        image = _smaller(image)


def _as_jpeg(
    image: Image.Image, picture: SourcePicture, path: Path, max_bytes: int
) -> SourcePicture | None:
    target = path.with_suffix(".jpg")
    for quality in QUALITIES:
        write_jpeg(image, target, quality=quality, full_colour=quality == QUALITIES[0])
        is_last_resort = quality == QUALITIES[-1] and _is_smallest(image)
        if target.stat().st_size <= max_bytes or is_last_resort:
            return _described(picture, target, image, "image/jpeg")
    return None


def _as_png(
    image: Image.Image, picture: SourcePicture, path: Path, max_bytes: int
) -> SourcePicture | None:
    target = path.with_suffix(".png")
    write_png(image, target)
    if target.stat().st_size <= max_bytes or _is_smallest(image):
        return _described(picture, target, image, "image/png")
    return None


def _is_smallest(image: Image.Image) -> bool:
    return min(image.size) <= _SMALLEST


def _smaller(image: Image.Image) -> Image.Image:
    width, height = image.size
    size = (max(1, round(width * _SHRINK)), max(1, round(height * _SHRINK)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _described(
    picture: SourcePicture, path: Path, image: Image.Image, media_type: str
) -> SourcePicture:
    return replace(
        picture,
        path=path,
        media_type=media_type,
        width=image.width,
        height=image.height,
        size=path.stat().st_size,
    )
