"""The photos that tests measure with, whole or in part."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from providers.base import SourcePicture

DATA = Path(__file__).parents[2] / "data"

FORMATS = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


def load(name: str) -> Image.Image:
    """A photo as RGB, its sides cut to multiples of 8 pixels."""
    with Image.open(DATA / name) as image:
        width, height = image.width // 8 * 8, image.height // 8 * 8
        return image.convert("RGB").crop((0, 0, width, height))


def shrink(photo: Image.Image, factor: int) -> Image.Image:
    """What a camera with fewer pixels would have taken."""
    size = (photo.width // factor, photo.height // factor)
    return photo.resize(size, Image.Resampling.BICUBIC)


def through_jpeg(photo: Image.Image, quality: int) -> Image.Image:
    """The photo after it was sent as a JPEG."""
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def psnr(image: Image.Image | NDArray[np.uint8], truth: Image.Image) -> float:
    """Peak signal to noise in dB, without a rim of 4 pixels."""
    got, wanted = (np.asarray(one, float)[4:-4, 4:-4] for one in (image, truth))
    return float(10 * np.log10(255**2 / np.mean((got - wanted) ** 2)))


def save(image: Image.Image, path: Path, **options: Any) -> SourcePicture:
    """Write a picture and describe it as the spool would."""
    image.save(path, **options)
    return SourcePicture(
        path=path,
        media_type=FORMATS[path.suffix],
        width=image.width,
        height=image.height,
        size=path.stat().st_size,
        has_alpha=image.has_transparency_data,
    )
