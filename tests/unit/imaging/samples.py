"""Real picture files of every troublesome sort, made on the spot."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageCms

SECRET_PLACE = b"SECRET-PLACE"


def scene(width: int = 96, height: int = 64) -> Image.Image:
    """A picture with something in it: red grows to the right, green downwards."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.dstack([x, y, 255 - x]).astype(np.uint8))


def noise(width: int, height: int) -> Image.Image:
    """A picture that no format can make small."""
    numbers = np.random.default_rng(7).integers(0, 256, (height, width, 3))
    return Image.fromarray(numbers.astype(np.uint8))


def save(image: Image.Image, path: Path, kind: str, **options: object) -> Path:
    """Write the picture in Pillow's format `kind`."""
    image.save(path, kind, **options)
    return path


def exif(orientation: int) -> Image.Exif:
    """EXIF with an orientation, a comment and a place."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.ImageDescription] = SECRET_PLACE.decode()
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return tags


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of 70 bytes whose header promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\x00"))
        + _chunk(b"IEND", b"")
    )


def deep_png(width: int = 8, height: int = 4) -> bytes:
    """A PNG of sixteen bits a channel in three colours, which Pillow cannot write."""
    row = b"\x00" + struct.pack(">HHH", 0x8040, 0x40C0, 0xFFFF) * width
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(row * height))
        + _chunk(b"IEND", b"")
    )


def swapped_profile() -> bytes:
    """A colour space like sRGB, except that its red is green and its green is red."""
    name, other = "sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be")
    profile = srgb_profile().replace(name, other).replace(b"sRGB", b"Swap")
    return (
        profile.replace(b"rXYZ", b"tmp1")
        .replace(b"gXYZ", b"rXYZ")
        .replace(b"tmp1", b"gXYZ")
    )


def srgb_profile() -> bytes:
    """SRGB's own profile, as many programs attach it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def as_bytes(image: Image.Image, kind: str) -> bytes:
    """The picture's file."""
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def _chunk(kind: bytes, payload: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + payload))
    return struct.pack(">I", len(payload)) + kind + payload + crc
