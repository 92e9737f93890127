"""Upscaling as the engine's craft: from a source file to an enlarged file."""

from pathlib import Path
from typing import ClassVar

import numpy as np
from PIL import Image
from typing_extensions import override

from providers.base import Limits, Operation, Request, SourcePicture
from providers.errors import UnsupportedRequest
from providers.local.craft import Craft
from providers.local.decode import Photo, read
from providers.local.encode import write
from providers.local.enlarge import enlarge, passes_for
from providers.local.networks import Networks, Pixels
from providers.local.watch import Watch

SCALES = (2, 4)

MAX_RESULT_PIXELS = 48 * 1024 * 1024
"""8192 x 6144: about a minute at 2x on one core, and still under 50 MB as a JPEG."""


class Upscale(Craft):
    """Enlarges one picture to 2 or 4 times its sides."""

    operation: ClassVar[Operation] = Operation.UPSCALE
    limits: ClassVar[Limits] = Limits(
        scales=SCALES,
        max_sources=1,
        prompt_required=False,
        takes_prompt=False,
        max_source_bytes=50_000_000,
        max_source_side=16_000,
        max_source_pixels=MAX_RESULT_PIXELS // min(SCALES) ** 2,
        min_source_side=2,
        max_result_pixels=MAX_RESULT_PIXELS,
    )

    def __init__(self, networks: Networks) -> None:
        self._networks = networks

    @override
    def check(self, request: Request) -> None:
        scale = _scale(request)
        source = request.sources[0]
        allowed = MAX_RESULT_PIXELS / scale**2
        if source.width * source.height > allowed:
            raise UnsupportedRequest(
                f"{source.width}x{source.height} at {scale}x",
                code="picture_too_large_for_scale",
                args_for_text={"allowed": round(allowed / 1e6, 1), "scale": scale},
            )

    @override
    def make(self, request: Request, folder: Path, name: str, watch: Watch) -> Path:
        source, scale = request.sources[0], _scale(request)
        is_lossy = _is_lossy(source)
        photo = read(source.path)
        pixels = _enlarge(photo, scale, self._networks, watch, is_lossy=is_lossy)
        return write(pixels, folder, name, is_lossy=is_lossy, profile=photo.profile)


def _scale(request: Request) -> int:
    return request.scale or SCALES[0]


def _is_lossy(source: SourcePicture) -> bool:
    return source.was_jpeg or source.media_type == "image/jpeg"


def _enlarge(
    photo: Photo, scale: int, networks: Networks, watch: Watch, *, is_lossy: bool
) -> Pixels:
    colours = 1 if photo.is_gray else 3
    pixels = enlarge(
        photo.colours,
        passes_for(scale, is_lossy=is_lossy),
        networks,
        watch,
        channels=colours + (photo.alpha is not None),
    )
    if photo.alpha is not None:
        # a network would invent edges in the alpha channel; Lanczos only interpolates
        height, width = pixels.shape[:2]
        alpha = Image.fromarray(photo.alpha)
        pixels[..., colours] = np.asarray(
            alpha.resize((width, height), Image.Resampling.LANCZOS)
        )
    return pixels
