"""What HiDream can do, as data (contracts 2.4, 2.5, 5.1, 5.3)."""

from collections.abc import Mapping
from dataclasses import replace

from providers.base import (
    Capabilities,
    Limits,
    Operation,
    Pace,
    Recovery,
    Request,
    SourcePicture,
)
from providers.errors import UnsupportedRequest
from providers.hidream.settings import HidreamSettings
from providers.hidream.sizes import MODEL_NAMES, RATIOS

PACE = Pace(intervals=((0.0, 5.0),), deadline=300.0, hard_deadline=900.0)

# None of these is published; they are the careful values of contracts 2.4.
MAX_SOURCE_BYTES = 10_000_000
MAX_SIDE_BY_SCALE: Mapping[int, int] = {2: 4096, 4: 2048}  # pixels, the longer side
DEFAULT_SCALE = 2  # the seed's own default
# `image` of img2img is a list of no documented length; four keep the body under 60 MB.
MAX_REFERENCES = 4
MAX_COUNT = 4

_GENERATE = Limits(
    models=MODEL_NAMES,
    aspect_ratios=RATIOS,
    max_count=MAX_COUNT,
    takes_negative_prompt=True,
)
_OPERATIONS = {
    Operation.GENERATE: _GENERATE,
    Operation.EDIT: replace(
        _GENERATE,
        models=(),
        max_sources=MAX_REFERENCES,
        max_source_bytes=MAX_SOURCE_BYTES,
        max_source_side=4096,
    ),
    Operation.UPSCALE: Limits(
        scales=tuple(MAX_SIDE_BY_SCALE),
        max_sources=1,
        prompt_required=False,
        takes_prompt=False,
        max_source_bytes=MAX_SOURCE_BYTES,
        max_source_side=max(MAX_SIDE_BY_SCALE.values()),
    ),
}


def describe(settings: HidreamSettings) -> Capabilities:
    """The capabilities of one account."""
    return Capabilities(
        operations=_OPERATIONS,
        recovery=Recovery.NONE,  # `request_id` is a label: nothing can be asked by it
        pace=PACE,
        concurrency=settings.concurrency,
    )


def check_upscale(request: Request) -> None:
    """Refuse what is too large to be enlarged; an upscale is never made smaller first.

    Raises:
        UnsupportedRequest: `picture_too_large_for_scale`, with the megapixels that a picture of
            this shape may have, or `file_too_heavy`, with the megabytes.
    """
    scale = request.scale or DEFAULT_SCALE
    source = request.sources[0]
    if max(source.width, source.height) > MAX_SIDE_BY_SCALE[scale]:
        raise UnsupportedRequest(
            f"{source.width}x{source.height} at {scale}x",
            code="picture_too_large_for_scale",
            args_for_text={"allowed": _megapixels(source, scale), "scale": scale},
        )
    if source.size > MAX_SOURCE_BYTES:
        raise UnsupportedRequest(
            f"{source.size} bytes",
            code="file_too_heavy",
            args_for_text={"allowed": MAX_SOURCE_BYTES // 1_000_000},
        )


def _megapixels(source: SourcePicture, scale: int) -> float:
    shrunk = MAX_SIDE_BY_SCALE[scale] / max(source.width, source.height)
    return round(source.width * source.height * shrunk**2 / 1e6, 1)
