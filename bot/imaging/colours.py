"""Brings any picture to eight bits of sRGB, with transparency only where there is some."""

import io

import numpy as np
from PIL import Image, ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_EIGHT_BITS = 255
_SIXTEEN_BITS = 65_535


def is_srgb(image: Image.Image) -> bool:
    """Do the numbers mean sRGB already: no profile, an unreadable one, or sRGB's own?"""
    profile = _profile(image)
    return profile is None or "srgb" in _description(profile)


def to_srgb(image: Image.Image) -> Image.Image:
    """The picture as RGB or RGBA of eight bits in sRGB; RGBA only when something shines through."""
    profile = _profile(image)
    flat = _eight_bits(image)
    if profile is not None and "srgb" not in _description(profile):
        flat = _converted(flat, profile)
    flat = flat.convert("RGBA" if has_alpha_band(flat) else "RGB")
    return flat.convert("RGB") if is_opaque(flat) else flat


def has_alpha_band(image: Image.Image) -> bool:
    """Could something shine through?"""
    return (
        "A" in image.getbands()
        or "a" in image.getbands()
        or ("transparency" in image.info)
    )


def is_opaque(image: Image.Image) -> bool:
    """Does nothing shine through, whatever the mode promises?"""
    if image.mode != "RGBA":
        return True
    lowest, _ = image.getchannel("A").getextrema()
    return lowest == _EIGHT_BITS


def shines_through(image: Image.Image) -> bool:
    """Does something shine through, beyond what the mode promises? Colours are left alone."""
    if not has_alpha_band(image):
        return False
    flat = image if image.mode == "RGBA" else _eight_bits(image).convert("RGBA")
    return not is_opaque(flat)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deep greys by their real range: Pillow's own conversion would cut at 255. Lab by its profile."""
    if image.mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        return ImageCms.profileToProfile(image, lab, _SRGB, outputMode="RGB") or image
    if image.mode == "F" or image.mode.startswith("I"):
        numbers = np.nan_to_num(np.asarray(image, dtype=np.float32))
        return Image.fromarray(
            (numbers * _scale(image.mode, numbers))
            .clip(0, _EIGHT_BITS)
            .astype(np.uint8)
        )
    return image


def _scale(mode: str, numbers: "np.typing.NDArray[np.float32]") -> float:
    highest = float(numbers.max(initial=0))
    if mode == "F" and highest <= 1:
        return float(_EIGHT_BITS)
    if mode.startswith("I;16") or highest > _EIGHT_BITS:
        return _EIGHT_BITS / max(_SIXTEEN_BITS, highest)
    return 1.0


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except OSError:  # a torn profile means what most software takes it for: none
        return None


def _description(profile: ImageCms.ImageCmsProfile) -> str:
    try:
        return ImageCms.getProfileDescription(profile).casefold()
    except ImageCms.PyCMSError:
        return ""


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Through the profile; transparency is put aside, since profiles know colours only."""
    alpha = image.convert("RGBA").getchannel("A") if has_alpha_band(image) else None
    colours = (
        image if image.mode in ("RGB", "CMYK", "L", "LAB") else image.convert("RGB")
    )
    try:
        flat = ImageCms.profileToProfile(colours, profile, _SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:  # a profile for other colours than the picture has
        return image
    if flat is None:
        return image
    if alpha is not None:
        flat.putalpha(alpha)
    return flat
